import { usualCatalogue } from "#connectors/shopify/emulator/seed/usual-catalogue.ts";
import { unleashedCatalogue } from "#sandbox/unleashed-catalogue.ts";
import type { PlacedOrder } from "#test/support/small-world.ts";
import { numericId, whenQuiet } from "#test/support/story.ts";
import type { Evidence } from "../../evidence.ts";
import { carryOrders } from "../carry-orders.ts";

/** The names of the story's orders, by what became of each. */
export type Names = Readonly<Record<(typeof roles)[number], string>>;

const roles = [
  "carried",
  "sharedBuyer",
  "refunded",
  "moved",
  "deleted",
  "unpaid",
  "cancelled",
  "unknownProduct",
  "guest",
  "sameAsGuest",
  "split",
] as const;

/** Customers that the account had before: one who buys, and one whom the shop does not know. */
const shelf = {
  customers: [
    {
      code: "OLD-1",
      name: "Ada Q.",
      email: "ada.quillfeather@mail.example",
      phone: "02 5555",
      notes: "Pays late",
    },
    { code: "OLD-2", name: "Nobody of the shop", email: "nobody@else.example", notes: "Keep" },
  ],
};

/** A small shop's day, carried over by a real hub. */
export async function tellStory(): Promise<{ readonly evidence: Evidence; readonly names: Names }> {
  let names: Names | undefined;
  const catalogue = unleashedCatalogue(usualCatalogue);
  const evidence = await carryOrders(
    async ({ act, world }) => {
      const place = async (body: object): Promise<PlacedOrder> => {
        const { orders } = await act<{ readonly orders: readonly PlacedOrder[] }>("/orders", body);
        const [order] = orders;
        if (order === undefined) throw new Error("no order was placed");
        return order;
      };
      const customer = {
        firstName: "Peregrine",
        lastName: "Bramblecombe",
        email: "peregrine.1@mixed.example",
      };
      const mug = { sku: "MUG-STONE", quantity: 2 };
      const carried = await place({
        customer,
        lines: [mug, { sku: "TWL-LINEN", discount: { amount: "1.11" } }],
        shipping: "9.95",
        note: "Ring twice",
      });
      const sharedBuyer = await place({ customer: { email: "ada.quillfeather@mail.example" }, lines: [mug] });
      const refunded = await place({ customer, lines: [mug], shipping: "9.95" });
      const moved = await place({ customer, lines: [mug] });
      const deleted = await place({ customer, lines: [mug] });
      const unpaid = await place({ customer, lines: [mug], paid: false });
      const cancelled = await place({ customer, lines: [mug], paid: false });
      const unknownProduct = await place({
        customer,
        lines: [{ sku: "NOT-IN-ACCOUNT", title: "Something new", price: "12.00" }],
      });
      const guest = await place({ customer: null, email: null, lines: [mug] });
      const sameAsGuest = await place({ customer: null, email: "Peregrine.1@mixed.example", lines: [mug] });
      const split = await place({
        customer,
        taxesIncluded: false,
        lines: [{ sku: "CHOC-80", quantity: 700, price: "0.03", discount: { amount: "0.01" } }],
      });
      await whenQuiet(world);
      const about = (order: PlacedOrder, what: string, body: object = {}): Promise<unknown> =>
        act(`/orders/${numericId(order)}/${what}`, body);
      await about(refunded, "refund", { lines: [{ line: 0, quantity: 1 }] });
      await about(moved, "update", {
        shippingAddress: {
          firstName: "Peregrine",
          address1: "9 New Street",
          city: "Hobart",
          zip: "7000",
          countryCode: "AU",
        },
      });
      await about(deleted, "delete");
      await about(cancelled, "cancel");

      const orders = {
        carried,
        sharedBuyer,
        refunded,
        moved,
        deleted,
        unpaid,
        cancelled,
        unknownProduct,
        guest,
        sameAsGuest,
        split,
      };
      names = Object.fromEntries(roles.map((role) => [role, orders[role].name])) as Record<
        keyof typeof orders,
        string
      >;
    },
    { unleashed: { seed: { ...catalogue, ...shelf } } },
  );
  if (names === undefined) throw new Error("the story was not told");
  return { evidence, names };
}
