import { SyncError, type SyncErrorClass } from "#domain/sync-error.ts";
import { UseCaseError } from "#engine/use-cases/hub.ts";

/** A refusal that no use case knows: the token (401, 403), the size or form of a request, a failure of the server itself. */
export class ServerRefusedError extends Error {
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string, message: string) {
    super(message);
    this.name = "ServerRefusedError";
    this.status = status;
    this.code = code;
  }
}

const useCaseStatuses: readonly number[] = [
  400, 404, 409, 422, 503,
] satisfies readonly UseCaseError["status"][];
const errorClasses: readonly string[] = [
  "throttled",
  "unavailable",
  "unknown-outcome",
  "unauthorised",
  "rejected",
  "conflict",
  "attention",
  "gone",
  "defect",
] satisfies readonly SyncErrorClass[];

/**
 * The error behind a problem document: the `UseCaseError` or `SyncError` that the hub rejected with, with its details, so that
 * a caller need not know whether the hub is near or far; or a `ServerRefusedError`.
 */
export function errorOfAnswer(status: number, body: unknown, address: string): Error {
  const problem = isObject(body) ? body : {};
  const code = typeof problem["code"] === "string" ? problem["code"] : "REQUEST_FAILED";
  const message =
    typeof problem["detail"] === "string" ? problem["detail"] : `The server answered with status ${status}.`;
  const context = problem["context"];
  const errorClass = problem["errorClass"];
  if (isErrorClass(errorClass))
    return new SyncError(errorClass, { code, message, ...(isObject(context) ? { detail: context } : {}) });
  if (!isUseCaseStatus(status)) return new ServerRefusedError(status, code, `${message} (${address})`);
  return new UseCaseError(status, code, message, pathsOf(problem["errors"]) ?? problem["run"] ?? context);
}

function isErrorClass(value: unknown): value is SyncErrorClass {
  return typeof value === "string" && errorClasses.includes(value);
}

function isUseCaseStatus(status: number): status is UseCaseError["status"] {
  return useCaseStatuses.includes(status);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Places in a body, as paths; a part that looks like the index of a list is a number. */
function pathsOf(
  errors: unknown,
): readonly { readonly path: readonly (string | number)[]; readonly message: string }[] | undefined {
  if (!Array.isArray(errors)) return undefined;
  return errors.filter(isObject).map((error) => ({
    path: typeof error["pointer"] === "string" ? pathOf(error["pointer"]) : [textOf(error["parameter"])],
    message: textOf(error["detail"]),
  }));
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** Inverse of a JSON pointer in its form as a URI fragment (RFC 6901, section 6). */
function pathOf(pointer: string): readonly (string | number)[] {
  return decodeURIComponent(pointer.replace(/^#/, ""))
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"))
    .map((part) => (/^(0|[1-9]\d{0,8})$/.test(part) ? Number(part) : part));
}
