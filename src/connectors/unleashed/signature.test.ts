import { describe, expect, it } from "vitest";
import { signQuery, signWebhook, verifyWebhook } from "./signature.ts";

describe("signQuery", () => {
  it("signs the query exactly as sent", () => {
    expect(signQuery("modifiedSince=2024-01-01T00:00:00&pageSize=200", "test-key")).toBe(
      "h3fpTiiOev9FfVlL3cfP1QZCCzJnn+CRlWUvZjsEJDg=",
    );
  });

  it("signs the empty text when there is no query", () => {
    expect(signQuery("", "test-key")).toBe("JxHMI+mrG4qbwP6ZEjjakmcWJKnr2vHBq+wG5+mhT5s=");
  });
});

describe("verifyWebhook", () => {
  const good = {
    timestamp: "1700000000",
    signature: "JVnm0yegwpBh/c8lKRg6vP9y4xqxi7iE3u5bEPQefNs=",
    rawBody: '{"eventType":"salesorder.updated"}',
    signingKey: "test-signing-key",
    nowMs: 1_700_000_000_000,
  };

  it("knows the vector", () => {
    expect(signWebhook(good.timestamp, good.rawBody, good.signingKey)).toBe(good.signature);
    expect(verifyWebhook(good)).toBe(true);
    expect(verifyWebhook({ ...good, rawBody: Buffer.from(good.rawBody) })).toBe(true);
  });

  it("allows five minutes either way", () => {
    expect(verifyWebhook({ ...good, nowMs: good.nowMs + 300_000 })).toBe(true);
    expect(verifyWebhook({ ...good, nowMs: good.nowMs + 300_001 })).toBe(false);
    expect(verifyWebhook({ ...good, nowMs: good.nowMs - 300_001 })).toBe(false);
  });

  it.each([
    ["another body", { rawBody: '{"eventType":"salesorder.created"}' }],
    ["another key", { signingKey: "other" }],
    ["another timestamp", { timestamp: "1700000001" }],
    ["no timestamp", { timestamp: undefined }],
    ["a timestamp that is no number", { timestamp: "now" }],
    ["no signature", { signature: undefined }],
    ["a short signature", { signature: "abc" }],
  ])("refuses %s", (_name, change) => {
    expect(verifyWebhook({ ...good, ...change })).toBe(false);
  });
});
