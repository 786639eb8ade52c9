import { answerText } from "#connectors/kit/emulator/answer-text.ts";
import type { Emulator, EmulatorRequest, EmulatorResponse } from "#connectors/kit/emulator/emulator.ts";

/** A request with the name of its operation. */
export interface SeenRequest extends EmulatorRequest {
  readonly operation: string;
}

/** What a guarantee may do between a connector and its emulator. Null: nothing. */
export interface Tampering {
  /** Awaited before a request is carried out; an answer of it is sent instead. */
  before:
    ((request: SeenRequest) => EmulatorResponse | undefined | Promise<EmulatorResponse | undefined>) | null;
  /** Awaited once a request is carried out; what it answers is sent. */
  after:
    ((request: SeenRequest, answer: EmulatorResponse) => EmulatorResponse | Promise<EmulatorResponse>) | null;
  /** Requests that are being carried out now, and the most there ever were. */
  atOnce: number;
  mostAtOnce: number;
}

export function createTampering(): Tampering {
  return { before: null, after: null, atOnce: 0, mostAtOnce: 0 };
}

/** The same emulator, with hands between it and whoever asks. */
export function tamperedEmulator(emulator: Emulator, tampering: Tampering): Emulator {
  return {
    ...emulator,
    handle: async (request) => {
      tampering.atOnce += 1;
      tampering.mostAtOnce = Math.max(tampering.mostAtOnce, tampering.atOnce);
      try {
        const { before, after } = tampering;
        const seen: SeenRequest = { ...request, operation: emulator.operation(request) };
        const instead = await before?.(seen);
        if (instead !== undefined) return instead;
        const answer = await emulator.handle(request);
        return after === null ? answer : await after(seen, answer);
      } finally {
        tampering.atOnce -= 1;
      }
    },
  };
}

/** Replaces the JSON of an answer; one that is not JSON, or no success, is left alone. */
export function withJson(answer: EmulatorResponse, change: (value: unknown) => unknown): EmulatorResponse {
  const text = answerText(answer);
  if (answer.status < 200 || answer.status > 299 || text.trim() === "") return answer;
  try {
    return { ...answer, body: JSON.stringify(change(JSON.parse(text))) };
  } catch (error) {
    if (error instanceof SyntaxError) return answer;
    throw error;
  }
}

/** Replaces the text of an answer that is a long file; it stays as long as it is. Other answers are left alone. */
export async function withFile(
  answer: EmulatorResponse,
  change: (text: string) => string,
): Promise<EmulatorResponse> {
  const { body } = answer;
  if (body === undefined || typeof body === "string" || Buffer.isBuffer(body)) return answer;
  const pieces: Buffer[] = [];
  for await (const piece of body.pieces()) pieces.push(piece);
  return { ...answer, body: change(Buffer.concat(pieces).toString("utf8")) };
}

/** Changes every object in a JSON value, the inner ones first. */
export function mapObjects(
  value: unknown,
  change: (object: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>,
): unknown {
  if (Array.isArray(value)) return value.map((entry) => mapObjects(entry, change));
  if (typeof value !== "object" || value === null) return value;
  return change(
    Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, mapObjects(inner, change)])),
  );
}
