import type { Address } from "#domain/address.ts";
import { isPresent, type Knowable } from "#domain/knowable.ts";
import type { Order } from "#domain/order/order.ts";
import type { SalesOrderBody } from "../../schema.ts";
import type { OrderSettings } from "../../settings/order-settings.ts";

type DeliveryFields =
  | "DeliveryName"
  | "DeliveryContact"
  | "DeliveryStreetAddress"
  | "DeliveryStreetAddress2"
  | "DeliverySuburb"
  | "DeliveryCity"
  | "DeliveryRegion"
  | "DeliveryPostCode"
  | "DeliveryCountry"
  | "DeliveryInstruction";

/** Where the goods go. Fields without a value, withheld ones too, are left out, so nothing is written for them. */
export function deliveryBlock(
  order: Order,
  settings: OrderSettings["delivery"],
): Pick<SalesOrderBody, DeliveryFields> {
  const address = addressOf(order, settings);
  if (!address) return {};
  const person = [address.firstName, address.lastName].filter(isPresent).join(" ").trim();
  const company = present(address.company);
  const city = present(address.city);
  const toSuburb = settings.cityGoesTo !== "city";
  const phone = present(address.phone) ?? present(order.phone);
  const name = settings.name === "company" ? (company ?? person) : person || company;
  const fields: [DeliveryFields, string | undefined][] = [
    ["DeliveryName", name],
    ["DeliveryContact", settings.contact ? person : undefined],
    ["DeliveryStreetAddress", present(address.address1)],
    ["DeliveryStreetAddress2", present(address.address2)],
    ["DeliverySuburb", toSuburb ? city : undefined],
    ["DeliveryCity", settings.cityGoesTo === "suburb" ? undefined : city],
    ["DeliveryRegion", either(settings.region, address.province, address.provinceCode)],
    ["DeliveryPostCode", present(address.zip)],
    ["DeliveryCountry", either(settings.country, address.country, address.countryCode)],
    [
      "DeliveryInstruction",
      settings.phone === "instruction" && phone !== undefined ? `Phone: ${phone}` : undefined,
    ],
  ];
  const block: Partial<Record<DeliveryFields, string>> = {};
  for (const [field, value] of fields) if (value !== undefined && value !== "") block[field] = value;
  return block;
}

function addressOf(order: Order, settings: OrderSettings["delivery"]): Knowable<Address> {
  if (order.shippingAddress === null && settings.billingWhenMissing) return order.billingAddress;
  return order.shippingAddress;
}

function present(value: Knowable<string>): string | undefined {
  return isPresent(value) ? value.trim() : undefined;
}

/** The name or the code as wanted; the other one where it is missing. */
function either(wanted: "name" | "code", name: Knowable<string>, code: Knowable<string>): string | undefined {
  return wanted === "name" ? (present(name) ?? present(code)) : (present(code) ?? present(name));
}
