/** No server, or not one of ours, answers at an address. The message says what to do. */
export class ServerUnreachableError extends Error {
  readonly code: string;
  constructor(code: string, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = "ServerUnreachableError";
    this.code = code;
  }
}

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing listens there",
  ENOTFOUND: "its name is not known",
  EAI_AGAIN: "its name cannot be looked up now",
  EHOSTUNREACH: "there is no way to it",
  ENETUNREACH: "there is no way to it",
  UND_ERR_CONNECT_TIMEOUT: "it does not answer",
  ETIMEDOUT: "it does not answer",
};

/** What went wrong on the way to a server, as an error for people. */
export function unreachable(address: string, error: unknown): ServerUnreachableError {
  const code = codeOf(error);
  const reason = code === null ? undefined : reasons[code];
  if (reason !== undefined)
    return new ServerUnreachableError(
      "SERVER_UNREACHABLE",
      `No server can be reached at ${address}: ${reason}. Start it with \`npm start\` or \`waybill serve\`, or name another address with --url.`,
      error,
    );
  return new ServerUnreachableError(
    "ANSWER_LOST",
    `The connection to ${address} broke before the answer was there${code === null ? "" : ` (${code})`}. What was asked for may have been done; look before you repeat it.`,
    error,
  );
}

function codeOf(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0]);
  if ("code" in error && typeof error.code === "string") return error.code;
  return error.cause === undefined ? null : codeOf(error.cause);
}
