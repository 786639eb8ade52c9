import { filled } from "../checker/model/texts.ts";
import type { Evidence } from "../evidence.ts";
import type { ShopOrder } from "../shop-shapes.ts";
import type { PatchDump } from "./patch-shapes.ts";

/** Whether there is an e-mail by which whoever bought can be written to. A phone number alone may be one that nobody can read. */
export function isReachable(order: ShopOrder, { shop }: Pick<Evidence<PatchDump>, "shop">): boolean {
  const customer = shop.customers.find(({ id }) => id === order.customer?.id)?.versions.at(-1)?.value;
  return filled(customer?.email ?? order.customer?.email ?? order.email) !== null;
}

export function emailOf(text: string | null | undefined): string | null {
  return filled(text)?.toLowerCase() ?? null;
}

/** Every phone number that stood for whoever bought an order, as digits. Patch goes by phone numbers, and families share them. */
export function phonesOf(
  orders: readonly ShopOrder[],
  { shop }: Pick<Evidence<PatchDump>, "shop">,
): ReadonlySet<string> {
  const customers = new Set(orders.flatMap(({ customer }) => customer?.id ?? []));
  const all = [
    ...orders.flatMap(({ phone, billingAddress, shippingAddress, customer }) => [
      phone,
      billingAddress?.phone,
      shippingAddress?.phone,
      customer?.phone,
    ]),
    ...shop.customers
      .filter(({ id }) => customers.has(id))
      .flatMap(({ versions }) =>
        versions.flatMap(({ value }) => [value?.phone, value?.defaultAddress?.phone]),
      ),
  ];
  return new Set(all.flatMap((phone) => digitsOf(phone) ?? []));
}

export function digitsOf(text: string | null | undefined): string | null {
  return filled(text)?.replaceAll(/\D/g, "") ?? null;
}

/** Every e-mail that stood for whoever bought an order, in lower case. */
export function emailsOf(
  orders: readonly ShopOrder[],
  { shop }: Pick<Evidence<PatchDump>, "shop">,
): ReadonlySet<string> {
  const customers = new Set(orders.flatMap(({ customer }) => customer?.id ?? []));
  const all = [
    ...orders.flatMap(({ email, customer }) => [email, customer?.email]),
    ...shop.customers
      .filter(({ id }) => customers.has(id))
      .flatMap(({ versions }) => versions.map(({ value }) => value?.email)),
  ];
  return new Set(all.flatMap((email) => emailOf(email) ?? []));
}
