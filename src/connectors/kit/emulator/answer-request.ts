import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { Mount } from "./control-plane.ts";
import type { EmulatorClock, EmulatorRequest, EmulatorResponse, EmulatorStream } from "./emulator.ts";
import type { InjectedFault } from "./fault-injector.ts";
import { BodyTooLarge, readBody } from "./read-body.ts";

export interface RequestPlace {
  /** Path below the emulator's base path. */
  readonly path: string;
  readonly query: string;
  readonly bodyLimitBytes: number;
  readonly clock: EmulatorClock;
  /** Ends injected delays at once: the host is closing. */
  readonly closing: AbortSignal;
}

/** Logs a request, injects the fault drawn for it, lets the emulator answer. */
export async function answerForEmulator(
  mount: Mount,
  incoming: IncomingMessage,
  response: ServerResponse,
  place: RequestPlace,
): Promise<void> {
  const { log, injector } = mount;
  const method = incoming.method ?? "GET";
  const entry = log.open({
    timeMs: place.clock.now(),
    method,
    url: incoming.url ?? "",
    headers: incoming.headers,
  });
  // Also reached when the client hangs up: whoever reads the log must not wait for an answer that nobody takes.
  response.on("close", () => log.finish(entry, {}));

  if (injector.isDown) {
    injector.countDown();
    log.finish(entry, { fault: "down" });
    incoming.socket.destroy();
    return;
  }

  const body = await readBody(incoming, place.bodyLimitBytes).catch((error: unknown) => {
    log.finish(entry, { status: error instanceof BodyTooLarge ? 413 : null });
    throw error;
  });
  entry.body = body.toString("utf8");
  const request: EmulatorRequest = {
    number: entry.number,
    method,
    path: place.path,
    query: place.query,
    headers: incoming.headers,
    body,
  };
  entry.operation = nameOperation(mount, request);
  const { fault, delayMs } = injector.draw(entry.operation);
  const name = fault && (fault.kind === "body" ? `body:${fault.replacement}` : fault.kind);

  entry.fault = name;

  let answer = fault ? answerInstead(mount, request, fault) : undefined;
  if (answer === undefined && fault?.kind !== "down" && fault?.kind !== "requestLost") {
    answer = await run(mount, request);
    // Also of a client that hung up meanwhile.
    entry.ownStatus = answer.status;
    if (fault) answer = answerAfterwards(mount, request, fault, answer);
  }
  if (delayMs > 0) await sleep(delayMs, undefined, { signal: place.closing }).catch(() => undefined);

  if (!answer) {
    log.finish(entry, {});
    incoming.socket.destroy();
    return;
  }
  if (place.closing.aborted) response.setHeader("connection", "close");
  const sent = await send(response, method, answer);
  log.finish(entry, {
    status: answer.status,
    answer: sent,
    retryAfter: retryAfterOf(answer),
    answeredMs: place.clock.now(),
  });
}

function retryAfterOf({ headers = {} }: EmulatorResponse): number | null {
  const [, value] = Object.entries(headers).find(([name]) => name.toLowerCase() === "retry-after") ?? [];
  const seconds = Number(value);
  return value === undefined || !Number.isFinite(seconds) ? null : seconds;
}

function nameOperation({ emulator }: Mount, request: EmulatorRequest): string {
  try {
    return emulator.operation(request);
  } catch {
    return `${request.method} (unreadable)`;
  }
}

async function run({ emulator }: Mount, request: EmulatorRequest): Promise<EmulatorResponse> {
  try {
    return await emulator.handle(request);
  } catch (error) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return {
      status: 500,
      headers: { "content-type": "text/plain", "x-emulator-defect": "1" },
      body: `defect in the emulator of ${emulator.system}: ${text}`,
    };
  }
}

/** The answer of a fault that replaces carrying the request out; undefined when there is none, or no answer at all. */
function answerInstead(
  mount: Mount,
  request: EmulatorRequest,
  fault: InjectedFault,
): EmulatorResponse | undefined {
  if (fault.kind === "http429") {
    const wait: Record<string, string> =
      fault.retryAfter === undefined ? {} : { "retry-after": String(fault.retryAfter) };
    const worded = word(mount, 429, request);
    return { ...worded, headers: { ...worded.headers, ...wait } };
  }
  if (fault.kind === "http500") return word(mount, 500, request);
  if (fault.kind !== "status") return undefined;
  if (fault.body === undefined) return word(mount, fault.code, request);
  return { status: fault.code, headers: { "content-type": "text/plain" }, body: fault.body };
}

/** What is sent when a carried-out request is spoilt; undefined cuts the connection. */
function answerAfterwards(
  mount: Mount,
  request: EmulatorRequest,
  fault: InjectedFault,
  answer: EmulatorResponse,
): EmulatorResponse | undefined {
  if (fault.kind === "http500AfterCommit") return word(mount, 500, request);
  if (fault.kind !== "body") return undefined;
  if (isStream(answer.body) && fault.replacement === "truncated")
    return { ...answer, body: firstHalf(answer.body) };
  const text = isStream(answer.body) ? "" : (answer.body?.toString() ?? "");
  return { ...answer, ...spoilt(fault.replacement, text) };
}

function isStream(body: EmulatorResponse["body"]): body is EmulatorStream {
  return typeof body === "object" && "pieces" in body;
}

/** Ends early, as if that were all. */
function firstHalf(stream: EmulatorStream): EmulatorStream {
  const size = Math.floor(stream.size / 2);
  return {
    size,
    async *pieces() {
      let left = size;
      for await (const piece of stream.pieces()) {
        if (left <= 0) return;
        yield piece.subarray(0, left);
        left -= piece.length;
      }
    },
  };
}

function spoilt(kind: "html" | "empty" | "truncated" | "garbage", text: string) {
  if (kind === "empty") return { body: "" };
  if (kind === "truncated") return { body: text.slice(0, Math.floor(text.length / 2)) };
  if (kind === "garbage") return { body: "\u0001\u0002{]not json" };
  return {
    headers: { "content-type": "text/html" },
    body: "<html><head><title>Service</title></head><body><h1>Please try again later</h1></body></html>",
  };
}

function word({ emulator }: Mount, status: number, request: EmulatorRequest): EmulatorResponse {
  return { body: "", ...emulator.faultAnswer?.(status, request), status };
}

/** Sends an answer; gives what the log keeps of its body. */
async function send(response: ServerResponse, method: string, answer: EmulatorResponse): Promise<string> {
  const { body } = answer;
  const bytes =
    typeof body === "string" ? Buffer.from(body) : isStream(body) ? null : (body ?? Buffer.alloc(0));
  const size = isStream(body) ? body.size : (bytes?.length ?? 0);
  const headers: Record<string, string | number> = { ...answer.headers };
  const names = new Set(Object.keys(headers).map((header) => header.toLowerCase()));
  if (!names.has("content-type") && size > 0) headers["content-type"] = "application/json; charset=utf-8";
  if (answer.status !== 204 && answer.status !== 304) headers["content-length"] = size;
  response.writeHead(answer.status, headers);
  if (isStream(body) && method !== "HEAD") return sendPieces(response, body);
  response.end(method === "HEAD" || bytes === null ? undefined : bytes);
  return bytes?.toString("utf8") ?? "";
}

async function sendPieces(response: ServerResponse, stream: EmulatorStream): Promise<string> {
  let sent = 0;
  for await (const piece of stream.pieces()) {
    if (response.destroyed) break;
    sent += piece.length;
    if (!response.write(piece)) await drained(response);
  }
  if (sent >= stream.size) response.end();
  else response.destroy();
  return `(${sent} bytes)`;
}

/** Settled when more can be written, or nobody reads any more. */
async function drained(response: ServerResponse): Promise<void> {
  const listening = new AbortController();
  const { signal } = listening;
  try {
    await Promise.race([once(response, "drain", { signal }), once(response, "close", { signal })]);
  } finally {
    listening.abort();
  }
}
