import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { amount } from "#domain/money.ts";
import { SyncError } from "#domain/sync-error.ts";
import { parseBody } from "./parse-body.ts";
import { readBodyId, readGid } from "./read-id.ts";
import { readAmount, readMoneySet } from "./read-money.ts";
import { readText, readTime, sortTexts } from "./read-values.ts";

describe("amounts", () => {
  test("are canonical, as the domain's own arithmetic writes them", () => {
    const decimal = fc
      .tuple(
        fc.constantFrom("", "-"),
        fc.bigInt({ min: 0n, max: 10n ** 20n }),
        fc.stringMatching(/^\d{0,6}$/),
      )
      .map(([sign, whole, decimals]) => `${sign}${whole}${decimals === "" ? "" : `.${decimals}`}`);
    fc.assert(
      fc.property(decimal, (text) => {
        expect(readAmount(text, "price")).toBe(amount(text));
      }),
    );
    fc.assert(
      fc.property(fc.double({ noNaN: true, min: -1e20, max: 1e20 }), (number) => {
        fc.pre(number === 0 || Math.abs(number) > 1e-20);
        expect(readAmount(number, "price")).toBe(amount(number));
      }),
    );
  });

  test.each([
    ["199.00", "199"],
    ["5.0", "5"],
    ["0.00", "0"],
    ["-0.00", "0"],
    ["-1.50", "-1.5"],
    ["007.50", "7.5"],
    ["1e3", "1000"],
    [0.1, "0.1"],
    [1e-7, "0.0000001"],
  ])("%s is %s", (given, canonical) => expect(readAmount(given, "price")).toBe(canonical));

  const oversize = ["1e50000000", "1e-50000000", "7".repeat(5_000), 1e308];
  test.each(["", "free", "1,50", "NaN", "Infinity", null, undefined, {}, true, ...oversize])(
    "%j is none",
    (given) => {
      expect(() => readAmount(given, "price")).toThrow(SyncError);
    },
  );

  test("a refusal names the field, not what stood in it", () => {
    try {
      readMoneySet({ shop_money: { amount: "Ada Byron" }, presentment_money: { amount: "1" } }, "price_set");
      expect.unreachable();
    } catch (error) {
      if (!(error instanceof SyncError)) throw error;
      expect(error.errorClass).toBe("defect");
      expect(error.reason.message).toContain('"price_set"');
      expect(JSON.stringify(error.reason)).not.toContain("Ada");
    }
  });
});

describe("bodies keep long numbers exactly", () => {
  const long = fc.bigInt({ min: 10n ** 15n, max: 10n ** 19n });
  const raw = (number: bigint) =>
    (JSON as unknown as { rawJSON: (text: string) => unknown }).rawJSON(number.toString());

  test("wherever they stand, and leave texts that look like them alone", () => {
    fc.assert(
      fc.property(
        long,
        fc.string(),
        fc.array(fc.oneof(fc.string(), fc.double({ min: -1, max: 1 }), fc.boolean())),
        (id, text, rest) => {
          const looksLike = `${text}: ${id}, [${id}]`;
          const body = JSON.stringify({
            id: raw(id),
            note: looksLike,
            list: [raw(id), ...rest],
            [`"${id}":`]: rest,
          });
          expect(parseBody(body)).toEqual({
            id: String(id),
            note: looksLike,
            list: [String(id), ...(JSON.parse(JSON.stringify(rest)) as unknown[])],
            [`"${id}":`]: JSON.parse(JSON.stringify(rest)),
          });
        },
      ),
    );
  });

  test("and are otherwise what JSON says", () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        const withoutLong = json.replaceAll(/\d{15,}/g, "7");
        expect(parseBody(withoutLong)).toEqual(JSON.parse(withoutLong));
      }),
    );
    expect(parseBody('{"rate":0.12345678901234567}')).toEqual({ rate: Number("0.12345678901234567") });
    expect(() => parseBody("{")).toThrow(SyntaxError);
  });
});

describe("ids", () => {
  test("come from Shopify's own id, of the right type only", () => {
    expect(readGid("gid://shopify/InventoryLevel/5?inventory_item_id=6", "InventoryLevel")).toBe("5");
    expect(readGid("gid://shopify/OrderTransaction/5", "Order")).toBeNull();
    expect(readBodyId("gid://shopify/Order/820982911946154508", "Order", 820982911946154500)).toBe(
      "820982911946154508",
    );
    expect(readBodyId("gid://shopify/Customer/5", "Order", 5)).toBeNull();
    expect(readBodyId("https://www.example.com/", "Order", 123)).toBe("123");
    expect(readBodyId(undefined, "Order", "9007199254740993")).toBe("9007199254740993");
    for (const id of [2 ** 53, -1, 0, 1.5, "", "12a", null, {}])
      expect(readBodyId(null, "Order", id)).toBeNull();
  });
});

describe("texts and times", () => {
  test("absent is unknown; null and blank are empty", () => {
    expect([undefined, null, "", " \t", "a "].map(readText)).toEqual([undefined, null, null, null, "a "]);
  });

  test("times to the second, as nearly all are, are the same as the calendar has them", () => {
    const two = (most: number) => fc.nat(most).map((value) => String(value).padStart(2, "0"));
    const parts = fc.tuple(fc.integer({ min: 1990, max: 2100 }), two(13), two(32), two(24), two(60), two(60));
    fc.assert(
      fc.property(parts, ([year, month, day, hour, minute, second]) => {
        const text = `${year}-${month}-${day}T${hour}:${minute}:${second}Z`;
        const time = new Date(text);
        if (Number.isNaN(time.getTime())) expect(() => readTime(text, "createdAt")).toThrow(SyncError);
        else expect(readTime(text, "createdAt")).toBe(time.toISOString());
      }),
      { numRuns: 1_000 },
    );
  });

  test("times are told in UTC with milliseconds", () => {
    expect(readTime("2021-12-31T19:00:00-05:00", "created_at")).toBe("2022-01-01T00:00:00.000Z");
    for (const value of ["soon", "", 5, null, undefined])
      expect(() => readTime(value, "created_at")).toThrow(SyncError);
  });

  test("lists of texts are sorted, each once", () => {
    expect(sortTexts(["b", " a ", "", "b", "B"])).toEqual(["B", "a", "b"]);
  });
});
