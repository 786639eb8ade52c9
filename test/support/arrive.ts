import type { CustomerView, PlacedOrder, SalesOrderView, SmallWorld } from "./small-world.ts";
import { whenQuiet } from "./story.ts";

/** An order of the shop with the sales order that it became. */
export interface Arrival {
  readonly order: PlacedOrder;
  readonly sales: SalesOrderView;
}

/** Places an order and waits until it is in Unleashed; fails unless it is there exactly once. */
export async function arrive(
  world: SmallWorld,
  body: Readonly<Record<string, unknown>> = {},
): Promise<Arrival> {
  const order = await world.place(body);
  await world.standing(order.name, "synced", "unchanged");
  await whenQuiet(world);
  return { order, sales: await onlySales(world, order.name) };
}

/** Places several orders at once and waits until each is in Unleashed; in the order given. */
export async function arriveAll(
  world: SmallWorld,
  bodies: readonly Readonly<Record<string, unknown>>[],
): Promise<readonly Arrival[]> {
  const orders = await Promise.all(bodies.map((body) => world.place(body)));
  for (const { name } of orders) await world.standing(name, "synced", "unchanged");
  await whenQuiet(world);
  const all = await world.salesOrders();
  return orders.map((order) => ({ order, sales: theOnly(all, order.name) }));
}

/** The one sales order with this number. */
export async function onlySales(world: SmallWorld, name: string): Promise<SalesOrderView> {
  return theOnly(await world.salesOrders(), name);
}

function theOnly(all: readonly SalesOrderView[], name: string): SalesOrderView {
  const [first, ...others] = all.filter(({ OrderNumber }) => OrderNumber === name);
  if (first === undefined || others.length > 0)
    throw new Error(`${first === undefined ? 0 : others.length + 1} sales orders ${name}`);
  return first;
}

/** The customer that a sales order is for, whole. */
export async function customerOf(world: SmallWorld, sales: SalesOrderView): Promise<CustomerView> {
  const found = (await world.customers()).find(({ Guid }) => Guid === sales.Customer.Guid);
  if (found === undefined) throw new Error(`the customer of ${sales.OrderNumber} is not there`);
  return found;
}

/** Lines of products and charge lines of a sales order: what, how many, and what they come to without tax and in tax. */
export function linesOf(
  sales: SalesOrderView,
): readonly (readonly [what: string | null, quantity: number, net: number, tax: number])[] {
  return sales.SalesOrderLines.map(({ Product, OrderQuantity, LineTotal, LineTax }) => [
    Product.ProductCode ?? Product.ProductDescription,
    OrderQuantity,
    LineTotal,
    LineTax,
  ]);
}

/** Number of the shop's customer with this e-mail, as controls want it. */
export async function customerIdOf(world: SmallWorld, email: string): Promise<string> {
  const { customers } = await world.control<{
    customers: readonly { readonly id: string; readonly email: string | null }[];
  }>("/shopify/acme/dump?only=customers");
  const found = customers.find((customer) => customer.email === email);
  if (found === undefined) throw new Error(`the shop has no customer ${email}`);
  return found.id.split("/").at(-1) ?? "";
}
