import { expect, test } from "vitest";
import { SyncError } from "#domain/sync-error.ts";
import { addPages, furtherPages, readConnection } from "./connections.ts";

const page = (nodes: object[], endCursor: string | null) => ({
  nodes,
  pageInfo: { hasNextPage: endCursor !== null, endCursor },
});
const first = {
  id: "gid://shopify/Order/1",
  updatedAt: "2026-03-01T10:00:00Z",
  lineItems: page([{ id: 1 }], "lines-1"),
  shippingLines: page([{ id: 9 }], null),
  discountApplications: page([{ index: 0 }], "discounts-1"),
};

test("lists that have more rows are asked for, each from its own cursor, and put together", () => {
  expect(furtherPages(first)).toEqual({
    id: "gid://shopify/Order/1",
    wantLines: true,
    linesAfter: "lines-1",
    wantShippingLines: false,
    shippingLinesAfter: null,
    wantDiscounts: true,
    discountsAfter: "discounts-1",
  });
  const second = addPages(first, {
    id: first.id,
    updatedAt: first.updatedAt,
    lineItems: page([{ id: 2 }], "lines-2"),
    discountApplications: page([{ index: 1 }], null),
  });
  expect(furtherPages(second)).toMatchObject({
    wantLines: true,
    linesAfter: "lines-2",
    wantDiscounts: false,
  });
  const whole = addPages(second, {
    id: first.id,
    updatedAt: first.updatedAt,
    lineItems: page([{ id: 3 }], null),
  });
  expect(furtherPages(whole)).toBeNull();
  expect(whole).toMatchObject({
    lineItems: { nodes: [{ id: 1 }, { id: 2 }, { id: 3 }] },
    shippingLines: { nodes: [{ id: 9 }] },
    discountApplications: { nodes: [{ index: 0 }, { index: 1 }] },
  });
});

test("pages of two states of an order are never put together", () => {
  for (const later of [null, undefined, { ...first, updatedAt: "2026-03-01T10:00:01Z" }])
    try {
      addPages(first, later);
      expect.unreachable();
    } catch (error) {
      if (!(error instanceof SyncError)) throw error;
      expect(error.errorClass).toBe("conflict");
    }
});

test("a list of which pages are missing is not taken for the whole", () => {
  expect(() => readConnection(first.lineItems, "lineItems")).toThrow(SyncError);
  expect(readConnection(first.shippingLines, "shippingLines")).toEqual([{ id: 9 }]);
  expect(() => furtherPages({ ...first, lineItems: { nodes: [], pageInfo: { hasNextPage: true } } })).toThrow(
    SyncError,
  );
});
