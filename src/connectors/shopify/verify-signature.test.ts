import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { verifySignature } from "./verify-signature.ts";

const body = Buffer.from('{"id":1,"note":"Grüße \\u0000"}');
const sign = (secret: string, bytes: Buffer = body) =>
  createHmac("sha256", secret).update(bytes).digest("base64");
const headers = (signature: string | undefined) => ({ "x-shopify-hmac-sha256": signature });
const app = { clientId: "id", clientSecret: "new", previousClientSecret: "old" };

describe("the signature of a webhook", () => {
  it("is right with the app's secret, of either kind of app", () => {
    expect(verifySignature(body, headers(sign("new")), app)).toBe(true);
    expect(verifySignature(body, headers(sign("s")), { accessToken: "t", apiSecret: "s" })).toBe(true);
  });

  it("is right with a secret that was pasted with a line end", () => {
    expect(verifySignature(body, headers(sign("new")), { clientId: "id", clientSecret: "new\n" })).toBe(true);
  });

  it("is right with the old secret for as long as it is configured", () => {
    expect(verifySignature(body, headers(sign("old")), app)).toBe(true);
    expect(verifySignature(body, headers(sign("old")), { clientId: "id", clientSecret: "new" })).toBe(false);
    const legacy = { accessToken: "t", apiSecret: "new", previousApiSecret: "old" };
    expect(verifySignature(body, headers(sign("old")), legacy)).toBe(true);
  });

  it.each([
    ["missing", undefined],
    ["empty", ""],
    ["of another secret", sign("other")],
    ["of another body", sign("new", Buffer.from("{}"))],
    ["in hex", createHmac("sha256", "new").update(body).digest("hex")],
    ["cut", sign("new").slice(0, -1)],
    ["longer", `${sign("new")}=`],
  ])("is wrong when %s", (_what, signature) => {
    expect(verifySignature(body, headers(signature), app)).toBe(false);
  });

  it("covers every byte", () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 200 }),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        (raw, at, by) => {
          const signature = sign("new", Buffer.from(raw));
          expect(verifySignature(Buffer.from(raw), headers(signature), app)).toBe(true);
          const index = at % raw.length;
          raw[index] = ((raw[index] ?? 0) + by) % 256;
          expect(verifySignature(Buffer.from(raw), headers(signature), app)).toBe(false);
        },
      ),
    );
  });
});
