import type { IncomingMessage } from "node:http";

/** The body is longer than the host takes. */
export class BodyTooLarge extends Error {
  constructor(limitBytes: number) {
    super(`the body is longer than ${limitBytes} bytes`);
    this.name = "BodyTooLarge";
  }
}

const nothing = Buffer.alloc(0);

/** Whole body of a request. Rejects with `BodyTooLarge`, or with the socket's error when the client went away. */
export function readBody(request: IncomingMessage, limitBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    request.on("data", (chunk: Buffer) => {
      length += chunk.length;
      if (length <= limitBytes) chunks.push(chunk);
      else {
        chunks.length = 0;
        reject(new BodyTooLarge(limitBytes));
      }
    });
    request.on("end", () => resolve(chunks.length === 0 ? nothing : Buffer.concat(chunks)));
    request.on("error", reject);
    request.on("close", () => reject(new Error("the client went away")));
  });
}
