import type { TroubleWorld } from "#test/support/trouble-world.ts";
import { numericId } from "#test/support/story.ts";
import type { Buyer, Purchase, TargetWorld } from "./target-world.ts";

/** Parts of everything personal of the people who buy; they stand nowhere else, so that a leak is found. */
export const personalWords = ["ottoline", "quillfeather", "@mail.example", "6135550", "thistledown"];

const basket = [{ sku: "TOTE-01", quantity: 2 }];
const home = {
  address1: "7 Thistledown Rise",
  city: "Hobart",
  zip: "7000",
  countryCode: "AU",
};

/** Lets people buy in the emulated shop. */
export function createShopper(
  world: Pick<TroubleWorld, "place" | "control">,
): Pick<TargetWorld, "newBuyer" | "buy"> {
  let people = 0;
  const newBuyer = (): Buyer => {
    people += 1;
    return {
      firstName: "Ottoline",
      lastName: `Quillfeather-${people}`,
      email: `ottoline.quillfeather.${people}@mail.example`,
      phone: `+61355501${String(people).padStart(3, "0")}`,
    };
  };
  const buy: TargetWorld["buy"] = async ({ buyer = newBuyer(), paid, more = {} } = {}): Promise<Purchase> => {
    const { firstName, lastName } = buyer;
    const order = await world.place({
      lines: basket,
      shipping: "9.95",
      customer: buyer,
      shippingAddress: { firstName, lastName, ...home },
      ...(paid === undefined ? {} : { paid }),
      ...more,
    });
    const { customers } = await world.control<{
      customers: readonly { readonly id: string; readonly email: string | null }[];
    }>("/shopify/acme/dump?only=customers");
    const customer = customers.find(({ email }) => email?.toLowerCase() === buyer.email);
    return {
      order,
      buyer,
      orderId: numericId(order),
      customerId: customer === undefined ? "" : numericId(customer),
    };
  };
  return { newBuyer, buy };
}
