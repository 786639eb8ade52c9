import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createEventParser, type ServerSentEvent } from "./event-parser.ts";

function parseAll(chunks: readonly string[]): readonly ServerSentEvent[] {
  const events: ServerSentEvent[] = [];
  const parse = createEventParser((event) => events.push(event));
  for (const chunk of chunks) parse(chunk);
  return events;
}

describe("a stream of events", () => {
  it("is read wherever it is cut", () => {
    const text =
      'retry: 2000\n\nevent: record\ndata: {"a":1}\n\n: still here\n\ndata: one\ndata: two\r\n\r\nevent: x\n\n';
    fc.assert(
      fc.property(fc.array(fc.nat(text.length), { maxLength: 8 }), (cuts) => {
        const at = [0, ...cuts.sort((a, b) => a - b), text.length];
        const chunks = at.slice(1).map((end, index) => text.slice(at[index], end));
        expect(parseAll(chunks)).toEqual([
          { type: "record", data: '{"a":1}' },
          { type: "message", data: "one\ntwo" },
        ]);
      }),
    );
  });

  it("of one endless line is refused", () => {
    expect(() => parseAll([`data: ${"x".repeat(2_000_000)}`])).toThrow(RangeError);
  });
});
