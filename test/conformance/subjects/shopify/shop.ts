import type { AnnouncedKey, AnnouncedKind } from "#domain/source-record.ts";
import type { Buyer, PlacedOrder, ShopHandle, ShopProbe } from "../../source-subject.ts";
import { home } from "../../source-world/people.ts";
import { placeLong } from "./long-order.ts";
import { act, numberIn, placeOrders, type Placed } from "./records.ts";
import { subscriptions } from "./subscriptions.ts";
import { variety } from "./variety.ts";

async function buyerOf(shop: ShopHandle, { email }: Buyer): Promise<AnnouncedKey> {
  const { customers } = await shop.control<{
    customers: readonly { readonly id: string; readonly email: string | null }[];
  }>("/dump?only=customers");
  const found = customers.find((customer) => customer.email === email);
  if (found === undefined) throw new Error("the shop has no such customer");
  return { kind: "customers", id: numberIn(found.id) };
}

async function place(
  shop: ShopHandle,
  { buyer, paid = true, createdAt }: Parameters<ShopProbe["place"]>[1],
): Promise<PlacedOrder> {
  const { firstName, lastName, phone } = buyer;
  const address = { firstName, lastName, phone, ...home };
  const [order] = await placeOrders(shop, {
    lines: [
      { sku: "TOTE-01", quantity: 2 },
      { title: "Engraving", price: "4.50", quantity: 1 },
    ],
    shipping: "9.95",
    paid,
    customer: { ...buyer, addresses: [address] },
    email: buyer.email,
    phone,
    billingAddress: address,
    shippingAddress: address,
    ...(createdAt === undefined ? {} : { createdAt }),
  });
  if (order === undefined) throw new Error("no order was placed");
  return { ...order, buyer: await buyerOf(shop, buyer) };
}

async function fill(shop: ShopHandle, kind: AnnouncedKind, count: number): Promise<readonly AnnouncedKey[]> {
  if (kind === "orders")
    return (await placeOrders(shop, { count, customer: null, lines: [{ sku: "TOTE-01" }] })).map(
      ({ key }) => key,
    );
  const people = Array.from({ length: count }, (_, index) => ({
    firstName: "Crowd",
    email: `crowd.${index}.${Math.random().toString(36).slice(2)}@mail.example`,
  }));
  const { customers } = await shop.control<{ customers: readonly Placed[] }>("/customers", people);
  return customers.map(({ id }) => ({ kind: "customers", id: numberIn(id) }));
}

/** What the app is granted without sight of old orders. */
const scopesOfNewOrders = ["read_orders", "read_customers", "read_products", "read_locations"];

/** What people do in an emulated Shopify store. */
export const shop: ShopProbe = {
  place,
  fill,
  variety,
  placeLong,
  subscriptions,
  pay: (shop, order) => act(shop, order, "pay"),
  edit: (shop, order) => act(shop, order, "edit", { quantities: [{ line: 0, quantity: 5 }] }),
  note: (shop, key, note) => act(shop, key, "update", { note }),
  remove: (shop, key) => act(shop, key, "delete"),
  silence: async (shop, silent) => {
    await shop.control("/webhooks", { lose: silent ? 1 : 0 });
  },
  announceInTurn: async (shop) => {
    await shop.control("/webhooks", { parallel: 1 });
  },
  underWay: async (shop) => {
    const { waiting, underWay } = await shop.control<{ waiting: number; underWay: number }>("/webhooks");
    return waiting + underWay;
  },
  shrinkPages: async (shop, size) => {
    await shop.control("/largest-page", { size });
  },
  merge: (shop, gone, kept) => act(shop, gone, "merge", { into: kept.id }),
  withholding: {
    parts: ["customer", "name", "address", "email", "phone"],
    on: async (shop, part) => {
      await shop.control("/protected-data", { [part]: "approval" });
    },
  },
  hide: async (shop) => {
    await shop.control("/scopes", { scopes: scopesOfNewOrders });
    await shop.control("/tokens/revoke", {});
  },
  endSessions: async (shop) => {
    await shop.control("/tokens/revoke", {});
  },
  sessionMs: 86_399_000,
  lockOut: async (shop, locked) => {
    await shop.control("/settings", { clientCredentials: !locked });
    if (locked) await shop.control("/tokens/revoke", {});
  },
  installation: {
    remove: async (shop) => {
      await shop.control("/uninstall", {});
    },
    putBack: async (shop) => {
      await shop.control("/install", {});
    },
  },
  privacy: {
    ask: async (shop, wish, customer, address) => {
      const topic = {
        tell: "customers/data_request",
        redact: "customers/redact",
        "redact-shop": "shop/redact",
      }[wish];
      const about = wish === "redact-shop" ? {} : { customer: customer.id };
      await shop.control("/privacy", { topic, uri: address, ...about });
    },
  },
  points: {
    resize: async (shop, size) => {
      const { most: maximumAvailable, perSecond: restoreRate } = size ?? { most: 0, perSecond: 0 };
      await shop.control("/throttle", { size: size === null ? null : { maximumAvailable, restoreRate } });
    },
    leave: async (shop, points) => {
      await shop.control("/throttle", { currentlyAvailable: points });
    },
  },
};
