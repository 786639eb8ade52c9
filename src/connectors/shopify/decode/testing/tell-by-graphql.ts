import {
  allLines,
  amounts,
  type AbstractAddress,
  type AbstractCustomer,
  type AbstractOrder,
} from "./order-shapes.ts";
import { distinct } from "./tell-by-webhook.ts";

/** The answer of GraphQL to `ordersById`, with its own spelling of money and times. */
export function tellByGraphql(order: AbstractOrder): object {
  const money = (value: readonly [number, number]) => {
    const { shop, seen } = amounts(order, value);
    return { shopMoney: { amount: short(shop) }, presentmentMoney: { amount: short(seen) } };
  };
  const taxLines = (taxes: AbstractOrder["lines"][number]["taxes"]) =>
    taxes.map((tax) => ({
      title: tax.title,
      rate: tax.rate,
      channelLiable: tax.liable,
      priceSet: money(tax.price),
    }));
  const index = (place: number) => order.firstIndex + place * 2;
  const allocations = (list: AbstractOrder["lines"][number]["allocations"]) =>
    distinct(list)
      .toReversed()
      .map(({ amount, place }) => ({
        allocatedAmountSet: money(amount),
        discountApplication: { index: index(place) },
      }));
  const attributes = (list: AbstractOrder["attributes"]) =>
    list.map(({ name, value }) => ({ key: name, value }));
  const fees = order.fees;
  const [
    total,
    subtotal,
    tax,
    discounts,
    shipping,
    nowTotal,
    nowSubtotal,
    nowTax,
    nowDiscounts,
    nowShipping,
    rounding,
  ] = order.sums;
  return {
    id: `gid://shopify/Order/${order.id}`,
    name: order.name,
    createdAt: utc(order.createdAt),
    processedAt: utc(order.processedAt),
    updatedAt: utc(order.updatedAt),
    cancelledAt: order.cancelledAt === null ? null : utc(order.cancelledAt),
    cancelReason: order.cancelReason,
    test: order.test,
    sourceName: order.sourceName,
    tags: order.tags.toReversed(),
    note: order.note,
    poNumber: order.poNumber,
    customAttributes: attributes(order.attributes),
    currencyCode: "AUD",
    presentmentCurrencyCode: order.sameCurrency ? "AUD" : "EUR",
    taxesIncluded: order.taxesIncluded,
    dutiesIncluded: order.dutiesIncluded,
    taxExempt: order.taxExempt,
    paymentGatewayNames: order.gateways.toReversed(),
    displayFinancialStatus: order.financialStatus,
    displayFulfillmentStatus: displayed[order.fulfillment],
    fulfillments:
      order.fulfillment === "none" || order.fulfillment === "on hold"
        ? [{ status: "CANCELLED" }]
        : [{ status: "SUCCESS" }],
    email: order.email,
    phone: order.phone,
    customer: order.customer && tellCustomerByGraphql(order.customer),
    purchasingEntity: order.company
      ? {
          __typename: "PurchasingCompany",
          company: { id: `gid://shopify/Company/${order.company.id}` },
          location: { id: `gid://shopify/CompanyLocation/${order.company.location}` },
        }
      : order.customer && { __typename: "Customer" },
    retailLocation:
      order.location === null || order.sourceName !== "pos"
        ? null
        : { id: `gid://shopify/Location/${order.location}` },
    billingAddress: order.billing && addressNode(order.billing),
    shippingAddress: order.shipping && addressNode(order.shipping),
    lineItems: whole(
      allLines(order).map((line) => ({
        id: `gid://shopify/LineItem/${line.id}`,
        title: line.title,
        variantTitle: line.variantTitle,
        sku: line.sku,
        product: line.product && { id: `gid://shopify/Product/${line.product.id}` },
        variant: line.product && { id: `gid://shopify/ProductVariant/${line.product.variant}` },
        quantity: line.quantity,
        currentQuantity: Math.max(0, line.quantity - line.gone),
        taxable: line.taxable,
        requiresShipping: line.ships,
        isGiftCard: line.giftCard,
        customAttributes: attributes(line.attributes),
        originalUnitPriceSet: money(line.price),
        discountAllocations: allocations(line.allocations),
        taxLines: taxLines(line.taxes),
        duties: line.duties.map((duty) => ({ price: money(duty.price), taxLines: taxLines(duty.taxes) })),
      })),
    ),
    shippingLines: whole(
      order.shippingLines.map((line) => ({
        id: `gid://shopify/ShippingLine/${line.id}`,
        title: line.title,
        code: line.code,
        isRemoved: line.removed,
        originalPriceSet: money(line.price),
        currentDiscountedPriceSet: money(line.current),
        discountAllocations: allocations(line.allocations),
        taxLines: taxLines(line.taxes),
      })),
    ),
    discountApplications: whole(
      order.discounts
        .map(({ kind, title }, place) => ({
          __typename: discountTypes[kind],
          index: index(place),
          ...(kind === "code" ? { code: title } : { title }),
        }))
        .toReversed(),
    ),
    refunds: order.refunds.toReversed().map((id) => ({ id: `gid://shopify/Refund/${id}` })),
    totalPriceSet: money(total),
    subtotalPriceSet: money(subtotal),
    totalTaxSet: money(tax),
    totalDiscountsSet: money(discounts),
    totalShippingPriceSet: money(shipping),
    totalTipReceivedSet: money(order.tip === "none" ? [0, 0] : order.tipAmount),
    originalTotalDutiesSet: fees && money(fees[2]),
    originalTotalAdditionalFeesSet: fees && money(fees[0]),
    currentTotalPriceSet: money(nowTotal),
    currentSubtotalPriceSet: money(nowSubtotal),
    currentTotalTaxSet: money(nowTax),
    currentTotalDiscountsSet: money(nowDiscounts),
    currentShippingPriceSet: money(nowShipping),
    currentTotalDutiesSet: fees && money(fees[3]),
    currentTotalAdditionalFeesSet: fees && money(fees[1]),
    totalCashRoundingAdjustment: { paymentSet: money(rounding) },
  };
}

export function tellCustomerByGraphql(customer: AbstractCustomer): object {
  return {
    id: `gid://shopify/Customer/${customer.id}`,
    updatedAt: utc(customer.updatedAt),
    note: customer.note,
    taxExempt: customer.taxExempt,
    firstName: customer.firstName,
    lastName: customer.lastName,
    defaultEmailAddress: customer.email === null ? null : { emailAddress: customer.email },
    defaultPhoneNumber: customer.phone === null ? null : { phoneNumber: customer.phone },
    defaultAddress: customer.address && addressNode(customer.address),
  };
}

const discountTypes = {
  code: "DiscountCodeApplication",
  automatic: "AutomaticDiscountApplication",
  manual: "ManualDiscountApplication",
  script: "ScriptDiscountApplication",
} as const;

const displayed = {
  none: "UNFULFILLED",
  some: "PARTIALLY_FULFILLED",
  "some, rest on hold": "ON_HOLD",
  "on hold": "ON_HOLD",
  all: "FULFILLED",
} as const;

function addressNode({ countryCode, ...address }: AbstractAddress) {
  return { ...address, countryCodeV2: countryCode };
}

function whole(nodes: readonly object[]) {
  return { nodes, pageInfo: { hasNextPage: false, endCursor: null } };
}

/** GraphQL prints as few decimals as it can, but one at least. */
function short(text: string): string {
  return text.replace(/0$/, "");
}

function utc(ms: number): string {
  return new Date(ms).toISOString().replace(".000Z", "Z");
}
