import type { Dispatcher } from "undici";
import type { HttpAnswer } from "../http-caller.ts";

/** Most bytes that an answer may have. */
const largestAnswer = 50 * 1024 * 1024;

export class TooLargeError extends Error {
  override readonly name = "TooLargeError";
}

/** Reads a whole answer with a bound on its size. Rejects when the connection ends early. */
export async function readAnswer(answer: Dispatcher.ResponseData): Promise<HttpAnswer> {
  const announced = Number(answer.headers["content-length"]);
  if (announced > largestAnswer) {
    answer.body.destroy();
    throw new TooLargeError("the answer was larger than 50 MB");
  }
  const text = Number.isFinite(announced) ? await answer.body.text() : await readBounded(answer.body);
  return { status: answer.statusCode, headers: flattenHeaders(answer.headers), text };
}

async function readBounded(body: Dispatcher.ResponseData["body"]): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    const bytes = chunk as Buffer;
    size += bytes.length;
    if (size > largestAnswer) throw new TooLargeError("the answer was larger than 50 MB");
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** Headers as one text each. */
export function flattenHeaders(headers: Dispatcher.ResponseData["headers"]): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers))
    if (value !== undefined) flat[name] = Array.isArray(value) ? value.join(", ") : value;
  return flat;
}
