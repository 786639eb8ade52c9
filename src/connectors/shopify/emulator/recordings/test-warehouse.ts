import { dataOf, read, startTestShop } from "../test-shop.ts";
import type { TestShop } from "../test-shop.ts";

/** The selection that the recordings of fulfillment orders ask for. */
export const recordedFields = `fragment Work on FulfillmentOrder {
  id status requestStatus fulfillAt fulfillBy updatedAt
  supportedActions { action }
  assignedLocation { name location { id name } }
  fulfillmentHolds { id handle reason reasonNotes displayReason heldByApp { id title } heldByRequestingApp }
  lineItems(first: 5) { nodes { id totalQuantity remainingQuantity lineItem { id title quantity fulfillableQuantity } } }
}`;

const plainFields = recordedFields.replace("heldByApp { id title }", "");

/** A fulfillment order in a few words. */
export interface Work {
  readonly id: string;
  readonly status: string;
  readonly location: string;
  readonly actions: readonly string[];
  readonly holds: readonly string[];
  /** Line id, total, remaining, and what could be sent of its line item. */
  readonly lines: readonly {
    readonly id: string;
    readonly total: number;
    readonly remaining: number;
    readonly fulfillable: number;
  }[];
}

/** A shop with two locations, as the recordings were made on: everything is stocked at both. For tests. */
export async function startWarehouse(options: Parameters<typeof startTestShop>[0] = {}) {
  const shop = await startTestShop({
    catalogue: {
      locations: [
        { name: "My Custom Location", address: { city: "Toronto", countryCode: "CA" } },
        { name: "Shop location", address: { city: "Toronto", countryCode: "CA" } },
      ],
      products: [
        {
          title: "Board",
          variants: [
            { sku: "BOARD", price: "20.00", stock: { "My Custom Location": 9, "Shop location": 9 } },
            { sku: "WAX", price: "5.00", stock: { "My Custom Location": 9, "Shop location": 9 } },
          ],
        },
      ],
      customers: [],
      companies: [],
    },
    taxes: [],
    ...options,
  });
  const locations = dataOf(await shop.query("{ locations(first: 9) { nodes { id name } } }"));
  const locationIds = new Map(
    (read(locations, "locations.nodes") as { id: string; name: string }[]).map(({ id, name }) => [name, id]),
  );
  const order = async (...quantities: number[]) => {
    const skus = ["BOARD", "WAX"];
    const placed = await shop.order({
      lines: quantities.map((quantity, place) => ({ sku: skus[place] ?? "BOARD", quantity })),
      customer: { email: "ada@buyer.example", firstName: "Ada" },
    });
    return { ...placed, work: () => worksOf(shop, placed.gid), read: () => readOrder(shop, placed.gid) };
  };
  return { shop, order, at: (name: string) => locationIds.get(name) ?? "" };
}

export type Warehouse = Awaited<ReturnType<typeof startWarehouse>>;

async function worksOf(shop: TestShop, id: string): Promise<Work[]> {
  const answer = await shop.query(
    `${plainFields} query($id: ID!) { order(id: $id) { fulfillmentOrders(first: 20) { nodes { ...Work } } } }`,
    { id },
  );
  return (read(dataOf(answer), "order.fulfillmentOrders.nodes") as unknown[]).map((node) => inWords(node));
}

async function readOrder(shop: TestShop, id: string) {
  const answer = await shop.query(
    `query($id: ID!) { order(id: $id) { displayFulfillmentStatus closed closedAt updatedAt
      fulfillments { id name status displayStatus totalQuantity trackingInfo(first: 5) { number url company }
        fulfillmentLineItems(first: 5) { nodes { quantity lineItem { sku } } } } } }`,
    { id },
  );
  return read(dataOf(answer), "order") as {
    readonly displayFulfillmentStatus: string;
    readonly closed: boolean;
    readonly fulfillments: readonly Record<string, unknown>[];
  };
}

export function inWords(node: unknown): Work {
  const nodes = read(node, "lineItems.nodes") as unknown[];
  const list = (path: string) => read(node, path) as Record<string, unknown>[];
  return {
    id: String(read(node, "id")),
    status: String(read(node, "status")),
    location: String(read(node, "assignedLocation.name")),
    actions: list("supportedActions").map(({ action }) => String(action)),
    holds: list("fulfillmentHolds").map(({ handle }) => String(handle)),
    lines: nodes.map((line) => ({
      id: String(read(line, "id")),
      total: Number(read(line, "totalQuantity")),
      remaining: Number(read(line, "remainingQuantity")),
      fulfillable: Number(read(line, "lineItem.fulfillableQuantity")),
    })),
  };
}

/** Total and remaining units of each line: what the recordings mostly tell. */
export function units(work: Work | undefined): readonly (readonly [number, number])[] {
  return work?.lines.map(({ total, remaining }) => [total, remaining]) ?? [];
}

const errorFields = "userErrors { field message }";
const codedErrors = "userErrors { field message code }";

/** The mutations of the recordings; each gives the payload, or the whole answer when that is refused. */
export function mutationsOf({ shop }: Warehouse) {
  const run = async (field: string, declared: string, call: string, selection: string, variables: object) => {
    const answer = await shop.query(
      `${selection.includes("...Work") ? plainFields : ""} mutation(${declared}) { ${field}(${call}) { ${selection} } }`,
      variables as Readonly<Record<string, unknown>>,
    );
    return (read(answer.data, field) ?? answer.errors) as Record<string, unknown>;
  };
  const work = (...names: string[]) => names.map((name) => `${name} { ...Work }`).join(" ");
  return {
    create: (groups: readonly object[], more: object = {}) =>
      run(
        "fulfillmentCreate",
        "$fulfillment: FulfillmentInput!",
        "fulfillment: $fulfillment",
        `fulfillment { id name status displayStatus trackingInfo(first: 5) { number url company }
          fulfillmentLineItems(first: 5) { nodes { quantity } } } ${errorFields}`,
        { fulfillment: { lineItemsByFulfillmentOrder: groups, ...more } },
      ),
    track: (fulfillmentId: string, trackingInfoInput: object) =>
      run(
        "fulfillmentTrackingInfoUpdate",
        "$fulfillmentId: ID!, $trackingInfoInput: FulfillmentTrackingInput!",
        "fulfillmentId: $fulfillmentId, trackingInfoInput: $trackingInfoInput",
        `fulfillment { id status displayStatus trackingInfo(first: 5) { number url company } } ${errorFields}`,
        { fulfillmentId, trackingInfoInput },
      ),
    cancelFulfillment: (id: string) =>
      run(
        "fulfillmentCancel",
        "$id: ID!",
        "id: $id",
        `fulfillment { id status displayStatus } ${errorFields}`,
        { id },
      ),
    hold: (id: string, fulfillmentHold: object) =>
      run(
        "fulfillmentOrderHold",
        "$id: ID!, $fulfillmentHold: FulfillmentOrderHoldInput!",
        "id: $id, fulfillmentHold: $fulfillmentHold",
        `fulfillmentHold { id handle reason displayReason heldByRequestingApp }
          ${work("fulfillmentOrder", "remainingFulfillmentOrder")} ${codedErrors}`,
        { id, fulfillmentHold: { reason: "OTHER", ...fulfillmentHold } },
      ),
    release: (id: string, more: object = {}) =>
      run(
        "fulfillmentOrderReleaseHold",
        "$id: ID!, $holdIds: [ID!], $externalId: String",
        "id: $id, holdIds: $holdIds, externalId: $externalId",
        `${work("fulfillmentOrder")} ${codedErrors}`,
        { id, ...more },
      ),
    move: (id: string, newLocationId: string, fulfillmentOrderLineItems: readonly object[] | null = null) =>
      run(
        "fulfillmentOrderMove",
        "$id: ID!, $newLocationId: ID!, $fulfillmentOrderLineItems: [FulfillmentOrderLineItemInput!]",
        "id: $id, newLocationId: $newLocationId, fulfillmentOrderLineItems: $fulfillmentOrderLineItems",
        `${work("movedFulfillmentOrder", "originalFulfillmentOrder", "remainingFulfillmentOrder")} ${codedErrors}`,
        { id, newLocationId, fulfillmentOrderLineItems },
      ),
    split: (fulfillmentOrderSplits: readonly object[]) =>
      run(
        "fulfillmentOrderSplit",
        "$fulfillmentOrderSplits: [FulfillmentOrderSplitInput!]!",
        "fulfillmentOrderSplits: $fulfillmentOrderSplits",
        `fulfillmentOrderSplits { ${work("fulfillmentOrder", "remainingFulfillmentOrder", "replacementFulfillmentOrder")} }
          ${codedErrors}`,
        { fulfillmentOrderSplits },
      ),
    cancelWork: (id: string) =>
      run(
        "fulfillmentOrderCancel",
        "$id: ID!",
        "id: $id",
        `${work("fulfillmentOrder", "replacementFulfillmentOrder")} ${codedErrors}`,
        { id },
      ),
    report: (id: string) =>
      run(
        "fulfillmentOrderReportProgress",
        "$id: ID!, $report: FulfillmentOrderReportProgressInput",
        "id: $id, progressReport: $report",
        `${work("fulfillmentOrder")} ${errorFields}`,
        { id, report: { reasonNotes: "Being packed" } },
      ),
    open: (id: string) =>
      run("fulfillmentOrderOpen", "$id: ID!", "id: $id", `${work("fulfillmentOrder")} ${errorFields}`, {
        id,
      }),
    close: (id: string) =>
      run("fulfillmentOrderClose", "$id: ID!", "id: $id", `${work("fulfillmentOrder")} ${errorFields}`, {
        id,
      }),
  };
}

/** Refused calls: the only user error, without its code when the payload has none. */
export function onlyError(payload: Record<string, unknown>): unknown {
  const errors = payload["userErrors"] as unknown[];
  if (errors.length !== 1) throw new Error(JSON.stringify(payload));
  return errors[0];
}
