import { ControlError } from "#connectors/kit/emulator/control-error.ts";
import type { VariantRecord } from "../state/catalogue-records.ts";
import type { CustomerRecord } from "../state/party-records.ts";
import type { Shop } from "../state/shop.ts";

/** Draws from what the shop has, by the shop's own row of random numbers. */
export interface RandomPicks {
  /** A variant that makes a plain line: on sale, no gift card, with a SKU that no other variant has. */
  variant(): VariantRecord;
  /** A customer with e-mail and postal address who buys for no company; undefined when there is none. */
  customer(): CustomerRecord | undefined;
}

export function createRandomPicks(shop: Shop): RandomPicks {
  let variants: readonly VariantRecord[] | undefined;
  let customers: readonly CustomerRecord[] | undefined;
  const pick = <Item>(items: readonly Item[]): Item | undefined =>
    items[Math.floor(shop.random() * items.length)];
  return {
    variant() {
      const found = pick((variants ??= plainVariants(shop)));
      if (!found)
        throw new ControlError(400, "the shop has no product on sale with a SKU of its own; name the lines");
      return found;
    },
    customer: () => pick((customers ??= plainCustomers(shop))),
  };
}

function plainVariants({ data }: Shop): VariantRecord[] {
  const uses = new Map<string, number>();
  for (const { sku } of data.variants.values()) if (sku !== null) uses.set(sku, (uses.get(sku) ?? 0) + 1);
  return [...data.variants.values()].filter((variant) => {
    const product = data.products.get(variant.productId);
    return (
      product?.status === "ACTIVE" &&
      !product.isGiftCard &&
      variant.sku !== null &&
      uses.get(variant.sku) === 1 &&
      variant.price > 0n
    );
  });
}

function plainCustomers({ data }: Shop): CustomerRecord[] {
  const buyers = new Set([...data.companyContacts.values()].map(({ customerId }) => customerId));
  return [...data.customers.values()].filter(
    (customer) => customer.email !== null && customer.addresses.length > 0 && !buyers.has(customer.id),
  );
}
