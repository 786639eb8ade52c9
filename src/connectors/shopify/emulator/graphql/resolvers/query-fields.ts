import { parseGid } from "../../state/ids.ts";
import { refusal } from "../errors.ts";
import type { GraphContext } from "../graph-context.ts";
import { recordOf } from "../records.ts";
import { typeFields } from "../type-fields.ts";
import type { Arguments, TypeFields } from "../type-fields.ts";
import { bulkQueryFields } from "./bulk-fields.ts";
import { listFields } from "./list-fields.ts";
import { workListFields } from "./work-lists.ts";

const byId = (typeName: string) => ({
  args: ["id"],
  resolve: (_root: unknown, args: Arguments, context: GraphContext) => {
    const parsed = typeof args["id"] === "string" ? parseGid(args["id"]) : undefined;
    if (!parsed || parsed.type !== typeName) throw refusal("RESOURCE_NOT_FOUND", "invalid id");
    return recordOf(args["id"], context);
  },
});

function identifierOf(args: Arguments): Readonly<Record<string, unknown>> {
  return args["identifier"] as Readonly<Record<string, unknown>>;
}

function customIdMissing(): never {
  throw refusal("NOT_FOUND", "Metafield definition of type 'id' is required when using custom ids.");
}

const singleFields = typeFields<unknown>({
  shop: (_root, _args, { shop }) => ({ __typename: "Shop", shop }),
  currentAppInstallation: () => ({ __typename: "AppInstallation" }),
  node: { args: ["id"], resolve: (_root, args, context) => recordOf(args["id"], context) },
  nodes: {
    args: ["ids"],
    resolve: (_root, args, context) => (args["ids"] as readonly unknown[]).map((id) => recordOf(id, context)),
  },
  order: byId("Order"),
  fulfillment: byId("Fulfillment"),
  fulfillmentOrder: byId("FulfillmentOrder"),
  customer: byId("Customer"),
  product: byId("Product"),
  productVariant: byId("ProductVariant"),
  inventoryItem: byId("InventoryItem"),
  company: byId("Company"),
  companyLocation: byId("CompanyLocation"),
  companyContact: byId("CompanyContact"),
  webhookSubscription: byId("WebhookSubscription"),
  job: byId("Job"),
  location: {
    args: ["id"],
    resolve: (_root, args, context) =>
      args["id"] === undefined || args["id"] === null
        ? ([...context.shop.data.locations.values()][0] ?? null)
        : byId("Location").resolve(_root, args, context),
  },
  orderByIdentifier: {
    args: ["identifier"],
    resolve: (_root, args, context) => {
      const { id } = identifierOf(args);
      return typeof id === "string" ? byId("Order").resolve(_root, { id }, context) : customIdMissing();
    },
  },
  customerByIdentifier: {
    args: ["identifier"],
    resolve: (_root, args, context) => {
      const { id, emailAddress, phoneNumber } = identifierOf(args);
      if (typeof id === "string") return byId("Customer").resolve(_root, { id }, context);
      const { data } = context.shop;
      if (typeof emailAddress === "string")
        return data.customers.get(data.customerIdByEmail.get(emailAddress.toLowerCase()) ?? "") ?? null;
      if (typeof phoneNumber === "string")
        return [...data.customers.values()].find((customer) => customer.phone === phoneNumber) ?? null;
      return customIdMissing();
    },
  },
});

export const queryFields: TypeFields = new Map([
  ...singleFields,
  ...listFields,
  ...workListFields,
  ...bulkQueryFields,
]);
