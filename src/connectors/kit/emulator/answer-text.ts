import type { EmulatorResponse } from "./emulator.ts";

/** The body of an answer as text; nothing where there is none, or where it is a stream. */
export function answerText({ body }: Pick<EmulatorResponse, "body">): string {
  if (typeof body === "string") return body;
  return Buffer.isBuffer(body) ? body.toString() : "";
}
