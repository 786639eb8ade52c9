import assert from "node:assert/strict";
import crypto, { createHmac } from "node:crypto";
import { syncBuiltinESMExports } from "node:module";
import type { SourceGuarantee } from "../guarantee.ts";
import type { Headers, SourceSubject } from "../source-subject.ts";
import { withShopWorld } from "../source-world/shop-world.ts";

export const signatureChecked: SourceGuarantee = {
  name: "signature-checked",
  says: "Only what the shop has signed counts: every other byte, secret or signature is refused, and the comparison takes the same time for all.",
  role: "source",
  check: (subject) =>
    withShopWorld(subject, async (world) => {
      const listener = await world.listen();
      await subject.shop.place(world.shop, { buyer: world.newBuyer() });
      await listener.settled();
      const [arrived] = listener.arrived;
      assert.ok(arrived !== undefined, "the shop announced nothing");
      const { headers, body } = arrived;
      const isRight = (bytes: Buffer, given: Headers): boolean =>
        subject.connector.verify(bytes, given, subject.credentials);
      assert.ok(isRight(body, headers), "what the shop has signed was refused");

      const { signature, secrets } = subject.deliveries;
      for (const [index, secret] of secrets.entries())
        assert.ok(isRight(body, signed(subject, body, secret)), `the secret number ${index + 1} was refused`);
      for (const [what, bytes] of otherBytes(body))
        assert.ok(!isRight(bytes, headers), `a signature was taken for ${what}`);
      for (const [what, value] of otherSignatures(headers[signature] ?? ""))
        assert.ok(!isRight(body, { ...headers, [signature]: value }), `${what} was taken for a signature`);
      const foreign = signed(subject, body, "another-secret");
      assert.ok(!isRight(body, foreign), "the signature of a secret that is not ours was taken");
      const empty = createHmac("sha256", "").update(body).digest("base64");
      assert.ok(!isRight(body, { ...headers, [signature]: empty }), "the signature of no secret was taken");
      comparesInConstantTime(() => isRight(body, foreign));
    }),
};

function signed(subject: SourceSubject, body: Buffer, secret: string): Headers {
  return subject.deliveries.headers({
    topic: subject.deliveries.topics.order,
    body,
    secret,
    id: "1",
    at: null,
  });
}

function otherBytes(body: Buffer): readonly (readonly [string, Buffer])[] {
  const flipped = Buffer.from(body);
  flipped[Math.floor(body.length / 2)] = (flipped[Math.floor(body.length / 2)] ?? 0) ^ 1;
  const spaced = Buffer.from(JSON.stringify(JSON.parse(body.toString("utf8")), null, 1));
  return [
    ["bytes of which one is another", flipped],
    ["the same with a line end behind it", Buffer.concat([body, Buffer.from("\n")])],
    ["the same without its end", body.subarray(0, -1)],
    ["the same JSON in other bytes", spaced],
    ["no bytes at all", Buffer.alloc(0)],
  ];
}

function otherSignatures(right: string): readonly (readonly [string, string | undefined])[] {
  const last = right.endsWith("A=") ? "B=" : "A=";
  return [
    ["nothing", undefined],
    ["an empty text", ""],
    ["the beginning of the right one", right.slice(0, -4)],
    ["the right one with more behind it", `${right}AAAA`],
    ["one that differs at its end", right.slice(0, -2) + last],
    [
      "the right one in another case",
      right === right.toUpperCase() ? right.toLowerCase() : right.toUpperCase(),
    ],
    ["the right one as hexadecimal digits", Buffer.from(right, "base64").toString("hex")],
    ["one in letters that no signature has", "ſïgñâtürë—☂"],
  ];
}

/** The bytes have to be compared by what Node offers for secrets: a look at the first difference would tell how much is right. */
function comparesInConstantTime(verify: () => boolean): void {
  const { timingSafeEqual } = crypto;
  let compared = 0;
  crypto.timingSafeEqual = (left, right) => {
    compared += 1;
    return timingSafeEqual(left, right);
  };
  syncBuiltinESMExports();
  try {
    verify();
  } finally {
    crypto.timingSafeEqual = timingSafeEqual;
    syncBuiltinESMExports();
  }
  assert.ok(compared > 0, "a wrong signature was not compared by crypto.timingSafeEqual");
}
