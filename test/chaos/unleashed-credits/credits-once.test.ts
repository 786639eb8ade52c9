import { beforeAll, expect, it } from "vitest";
import { whenQuiet } from "#test/support/story.ts";
import { carryOrders } from "../checker/carry-orders.ts";
import type { Evidence } from "../evidence.ts";
import { checkCredits } from "./check-credits.ts";
import type { CreditNote } from "./credit-shapes.ts";

let evidence: Evidence;
beforeAll(async () => {
  evidence = await carryOrders(
    async ({ act, world }) => {
      const answer = await act<{ readonly orders: readonly { readonly id: string }[] }>("/orders", {
        paid: true,
        lines: [{ sku: "MUG-STONE", price: "22.00", quantity: 3 }],
        shipping: "11.00",
      });
      await whenQuiet(world);
      const id = answer.orders[0]?.id.split("/").at(-1) ?? "";
      await act(`/orders/${id}/refund`, { lines: [{ line: 0, quantity: 1 }] });
      await act(`/orders/${id}/refund`, { amount: "5.00" });
    },
    { settings: { refunds: { mode: "credit", moneyProduct: "CHOC-80" } } },
  );
}, 60_000);

type Credits = readonly CreditNote[];

/** The same run, had the account ended with other credits. */
function withCredits(change: (credits: Credits) => Credits): Evidence {
  const { account } = evidence;
  const credits = change(account.after.CreditNotes as Credits);
  return { ...evidence, account: { ...account, after: { ...account.after, CreditNotes: credits } } };
}

function wrongs(of: Evidence): readonly string[] {
  return checkCredits(of)
    .filter(({ rule }) => rule === "credits-once")
    .map(({ what }) => what);
}

it("a run that keeps every promise violates none", () => {
  expect(evidence.account.after.CreditNotes).toHaveLength(2);
  expect(checkCredits(evidence)).toEqual([]);
});

it.each<[string, (credits: Credits) => Credits, RegExp]>([
  ["one is missing", (credits) => credits.slice(1), /^it has no credit \(synced/],
  [
    "one is there twice",
    ([first, ...rest]) => (first ? [first, first, ...rest] : []),
    /^2 credits were made/,
  ],
  [
    "one has another amount",
    ([first, ...rest]) =>
      first
        ? [
            { ...first, CreditLines: first.CreditLines.map((line) => ({ ...line, CreditPrice: 22 })) },
            ...rest,
          ]
        : [],
    /^it should come to (22|5) and comes to (24.2|22)$/,
  ],
  [
    "one is somebody else's",
    ([first, ...rest]) => (first ? [{ ...first, Customer: { Guid: "another" } }, ...rest] : []),
    /^it is for another/,
  ],
  [
    "one stands for nothing",
    (credits) => credits.map((credit) => ({ ...credit, Reference: "#9 1" })),
    /^it stands for no refund/,
  ],
  [
    "one was completed",
    ([first, ...rest]) => (first ? [{ ...first, Status: "Completed" }, ...rest] : []),
    /^it is Completed/,
  ],
])("%s: it is noticed", (_what, change, words) => {
  expect(wrongs(withCredits(change))).toContainEqual(expect.stringMatching(words));
});

it("a refund that nothing became of is noticed", () => {
  const records = evidence.hub.records.filter(({ kind }) => kind !== "refunds");
  const forgotten = withCredits(() => []);
  expect(wrongs({ ...forgotten, hub: { ...evidence.hub, records } })).toEqual([
    "nothing became of it",
    "nothing became of it",
  ]);
});
