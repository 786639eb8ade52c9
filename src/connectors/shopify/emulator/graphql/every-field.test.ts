import { describe, expect, it } from "vitest";
import { usualScopes } from "../state/scopes.ts";
import { startTestShop } from "../test-shop.ts";
import type { GraphAnswer, TestShop } from "../test-shop.ts";
import { modelledTypes } from "./resolvers/types.ts";
import { everyField } from "./test-every-field.ts";
import { executorOf } from "./version-executor.ts";
import { servedVersions } from "./schema-store.ts";
import type { ServedVersion } from "./schema-store.ts";

const money = "{ amount currencyCode }";
const bag = `{ shopMoney ${money} presentmentMoney ${money} }`;
const tax = `{ title rate ratePercentage channelLiable source price priceSet ${bag} }`;
const discount = `{ __typename index allocationMethod targetSelection targetType
  value { __typename ... on MoneyV2 ${money} ... on PricingPercentageValue { percentage } }
  ... on DiscountCodeApplication { code } ... on AutomaticDiscountApplication { title }
  ... on ManualDiscountApplication { title description } }`;
const duty = `{ id price ${bag} countryCodeOfOrigin harmonizedSystemCode taxLines ${tax} }`;
const calculatedLine = `{ id title variantTitle sku quantity editableQuantity editableQuantityBeforeChanges restockable
  restocking hasStagedLineItemDiscount originalUnitPriceSet ${bag} discountedUnitPriceSet ${bag} variant { id }
  customAttributes { key value } }`;

/** Types that have no modelled fields of their own: what rules make for the answer, and what the shop never has. */
const plain: Readonly<Record<string, string>> = {
  MoneyV2: money,
  MoneyBag: bag,
  TaxLine: tax,
  DiscountApplication: discount,
  DiscountAllocation: `{ allocatedAmount ${money} allocatedAmountSet ${bag} discountApplication ${discount} }`,
  Duty: duty,
  RefundDuty: `{ amountSet ${bag} originalDuty ${duty} }`,
  CalculatedLineItem: calculatedLine,
  FulfillmentLineItem: "{ id quantity lineItem { id } }",
  FulfillmentTrackingInfo: "{ company number url }",
  FulfillmentOriginAddress: "{ address1 address2 city countryCode provinceCode zip }",
  FulfillmentOrderSupportedAction: "{ action externalUrl }",
  FulfillmentOrderAssignedLocation:
    "{ name location { id } address1 address2 city countryCode phone province zip }",
  FulfillmentOrderDestination:
    "{ id firstName lastName company address1 address2 city province countryCode zip phone email location { id } }",
  DeliveryMethod:
    "{ id methodType presentedName serviceCode sourceReference minDeliveryDateTime maxDeliveryDateTime additionalInformation { phone } brandedPromise { name } }",
  Count: "{ count precision }",
  Attribute: "{ key value }",
  OrderApp: "{ id name }",
  OrderCancellation: "{ staffNote }",
  CashRoundingAdjustment: `{ paymentSet ${bag} refundSet ${bag} }`,
  Weight: "{ unit value }",
  InventoryItemMeasurement: "{ weight { unit value } }",
  InventoryQuantity: "{ id name quantity updatedAt }",
  SelectedOption: "{ name value }",
  ProductPriceRangeV2: `{ minVariantPrice ${money} maxVariantPrice ${money} }`,
  Domain: "{ id host url sslEnabled }",
  ShopPlan: "{ publicDisplayName displayName shopifyPlus partnerDevelopment }",
  AccessScope: "{ handle description }",
  ApiVersion: "{ handle displayName supported }",
  WebhookSubscriptionEndpoint: "{ __typename ... on WebhookHttpEndpoint { callbackUrl } }",
  CustomerEmailAddress: "{ emailAddress marketingState marketingOptInLevel marketingUpdatedAt validFormat }",
  CustomerPhoneNumber:
    "{ phoneNumber marketingState marketingOptInLevel marketingUpdatedAt marketingCollectedFrom }",
  CustomerMergeable: "{ isMergeable reason errorFields mergeInProgress { jobId } }",
  CompanyLocationTaxSettings: "{ taxRegistrationId taxExempt taxExemptions }",
  LocationAddress:
    "{ address1 address2 city province provinceCode country countryCode zip phone latitude longitude }",
  PurchasingEntity:
    "{ __typename ... on PurchasingCompany { company { id } location { id } contact { id } } }",
  OrderCancelUserError: "{ field message code }",
  QueryRoot: "{ __typename }",
  // Nothing of the shop has these.
  ...Object.fromEntries(
    [
      "AdditionalFee",
      "App",
      "BuyerExperienceConfiguration",
      "FulfillmentOrderInternationalDuties",
      "FulfillmentOrderLineItemWarning",
      "FulfillmentOrderMerchantRequest",
      "Image",
      "LineItemGroup",
      "LineItemSellingPlan",
      "Metafield",
      "PaymentDetails",
      "PaymentTerms",
      "Return",
      "SubscriptionContract",
      "TaxonomyCategory",
      "TransactionFee",
      "WebhookSubscriptionMetafieldIdentifier",
    ].map((name) => [name, "{ __typename }"]),
  ),
};

function selection(version: ServedVersion, typeName: string, depth = 2) {
  return everyField(executorOf(version).version.schema, modelledTypes, typeName, { depth, plain });
}

/** Shows the whole answer when it has errors. */
function expectClean(answer: GraphAnswer, field: string) {
  expect(answer.errors.map(({ message, path }) => `${path?.join(".")}: ${message}`)).toEqual([]);
  expect(answer.data?.[field]).toBeTruthy();
  return answer.data?.[field] as Record<string, unknown>;
}

async function shopWithEverything() {
  const shop = await startTestShop({
    exchangeRates: { NZD: "1.09" },
    scopes: [
      ...usualScopes,
      "read_apps",
      "read_returns",
      "read_payment_terms",
      "read_own_subscription_contracts",
    ],
  });
  await shop.control("/throttle", { size: { restoreRate: 1e6, maximumAvailable: 1e6 } });
  const rich = await shop.order({
    lines: [
      { sku: "TEA", quantity: 3, properties: { engraving: "A" }, duty: "1.20" },
      { sku: "SHIRT-M", quantity: 2, discount: { title: "Friend", percentage: "10" } },
      { title: "Custom work", price: "15.00", quantity: 1 },
    ],
    discounts: [
      { code: "TEN", amount: "10.00" },
      { title: "Summer", percentage: "5" },
      { title: "Free shipping", target: "shipping", percentage: "50" },
    ],
    shipping: [{ title: "Standard", code: "STD", price: "9.95" }],
    tip: "2.00",
    currency: "NZD",
    customer: { email: "ada@buyer.example" },
    note: "Ring twice",
    attributes: { gift: "yes" },
    fulfilled: false,
  });
  await shop.control(`/orders/${rich.id}/fulfil`, {});
  await shop.control(`/orders/${rich.id}/refund`, {});
  const cash = await shop.order({ lines: [{ sku: "MUG" }], pos: true, cashRounding: "0.02", customer: null });
  const company = await shop.order({ lines: [{ sku: "MUG" }], company: "Harbour Cafe" });
  const authorized = await shop.order({ lines: [{ sku: "TEA" }], financialStatus: "authorized" });
  return { shop, orders: { rich, cash, company, authorized } };
}

describe.each(servedVersions)("every modelled field of %s", (version) => {
  const byId = async (shop: TestShop, field: string, typeName: string, id: string) =>
    expectClean(
      await shop.query(
        `query($id: ID!) { ${field}(id: $id) ${selection(version, typeName)} }`,
        { id },
        { version },
      ),
      field,
    );

  it("of orders, whatever their story", async () => {
    const { shop, orders } = await shopWithEverything();
    for (const { gid } of Object.values(orders)) await byId(shop, "order", "Order", gid);
    const rich = await byId(shop, "order", "Order", orders.rich.gid);
    expect(rich).toMatchObject({
      legacyResourceId: orders.rich.id,
      name: orders.rich.name,
      displayFinancialStatus: "REFUNDED",
      customer: { __typename: "Customer", displayName: "Ada First" },
      refunds: [{ __typename: "Refund", refundLineItems: { nodes: { length: 4 } } }],
      fulfillments: [{ __typename: "Fulfillment", name: `${orders.rich.name}-F1` }],
    });
    expect(await byId(shop, "order", "Order", orders.company.gid)).toMatchObject({
      purchasingEntity: { __typename: "PurchasingCompany" },
    });
  });

  it("of fulfillment orders and fulfillments, whatever their story", async () => {
    const { shop, orders } = await shopWithEverything();
    await shop.control(`/orders/${orders.company.id}/hold`, { reason: "other", note: "Ask first" });
    const listed = await shop.query(
      `{ fulfillmentOrders(first: 9, includeClosed: true) { nodes ${selection(version, "FulfillmentOrder")} } }`,
      {},
      { version },
    );
    const nodes = expectClean(listed, "fulfillmentOrders")["nodes"] as Record<string, unknown>[];
    expect(nodes.map(({ status }) => status)).toEqual(["CLOSED", "OPEN", "ON_HOLD", "OPEN"]);
    const lines = `{ fulfillmentOrders(first: 1) { nodes { lineItems(first: 1) {
      nodes ${selection(version, "FulfillmentOrderLineItem")} } } } }`;
    expectClean(await shop.query(lines, {}, { version }), "fulfillmentOrders");
    const { fulfillments } = expectClean(
      await shop.query(
        `query($id: ID!) { order(id: $id) { fulfillments { id } } }`,
        { id: orders.rich.gid },
        { version },
      ),
      "order",
    ) as { fulfillments: { id: string }[] };
    await byId(shop, "fulfillment", "Fulfillment", fulfillments[0]?.id ?? "");
  });

  it("of buyers, catalogue, shop and app", async () => {
    const { shop } = await shopWithEverything();
    const lists = {
      customers: "Customer",
      companies: "Company",
      companyLocations: "CompanyLocation",
      products: "Product",
      productVariants: "ProductVariant",
      locations: "Location",
    };
    for (const [field, typeName] of Object.entries(lists)) {
      const answer = await shop.query(
        `{ ${field}(first: 2) { nodes ${selection(version, typeName)} } }`,
        {},
        { version },
      );
      expect(expectClean(answer, field)["nodes"]).not.toHaveLength(0);
    }
    for (const [field, typeName] of [
      ["shop", "Shop"],
      ["currentAppInstallation", "AppInstallation"],
    ] as const)
      expectClean(await shop.query(`{ ${field} ${selection(version, typeName)} }`, {}, { version }), field);
    const items = await shop.query(
      `{ productVariants(first: 1) { nodes { inventoryItem ${selection(version, "InventoryItem", 3)} } } }`,
      {},
      { version },
    );
    expectClean(items, "productVariants");
  });

  it("of subscriptions, edits and jobs", async () => {
    const { shop, orders } = await shopWithEverything();
    const made = await shop.query(
      `mutation { webhookSubscriptionCreate(topic: ORDERS_CREATE, webhookSubscription: {uri: "https://hub.example/x"}) {
        webhookSubscription ${selection(version, "WebhookSubscription")} userErrors { field message } } }`,
      {},
      { version },
    );
    expectClean(made, "webhookSubscriptionCreate");
    const edit = await shop.query(
      `mutation($id: ID!) { orderEditBegin(id: $id) {
        calculatedOrder ${selection(version, "CalculatedOrder")} orderEditSession { id } userErrors { message } } }`,
      { id: orders.company.gid },
      { version },
    );
    expect(expectClean(edit, "orderEditBegin")["calculatedOrder"]).toBeTruthy();
    const cancel = await shop.query(
      `mutation($id: ID!) { orderCancel(orderId: $id, reason: OTHER, restock: true) {
        job ${selection(version, "Job")} orderCancelUserErrors { code } ${
          version === "2026-07" ? "" : `jobResult ${selection(version, "OrderCancelJobResult", 1)}`
        } } }`,
      { id: orders.authorized.gid },
      { version },
    );
    expect(expectClean(cancel, "orderCancel")["job"]).toBeTruthy();
    const bulk = await shop.query(
      `mutation { bulkOperationRunQuery(query: "{ orders { edges { node { id } } } }") {
        bulkOperation ${selection(version, "BulkOperation", 1)} userErrors { message } } }`,
      {},
      { version },
    );
    expect(expectClean(bulk, "bulkOperationRunQuery")["bulkOperation"]).toBeTruthy();
  });
});
