import {
  allLines,
  amounts,
  type AbstractAddress,
  type AbstractCustomer,
  type AbstractOrder,
} from "./order-shapes.ts";

/** The body of a webhook, printed as Shopify does: ids as numbers however long, times in the shop's zone. */
export function tellByWebhook(order: AbstractOrder): string {
  const money = (value: readonly [number, number]) => {
    const { shop, seen } = amounts(order, value);
    return {
      shop_money: { amount: shop, currency_code: "AUD" },
      presentment_money: { amount: seen, currency_code: order.sameCurrency ? "AUD" : "EUR" },
    };
  };
  const plain = (value: readonly [number, number]) => amounts(order, value).shop;
  const taxLines = (taxes: AbstractOrder["lines"][number]["taxes"]) =>
    taxes.map((tax) => ({
      channel_liable: tax.liable,
      price: plain(tax.price),
      price_set: money(tax.price),
      rate: tax.rate,
      title: tax.title,
    }));
  const allocations = (list: AbstractOrder["lines"][number]["allocations"]) =>
    distinct(list).map(({ amount, place }) => ({
      amount: plain(amount),
      amount_set: money(amount),
      discount_application_index: place,
    }));
  const attributes = (list: AbstractOrder["attributes"]) => list.map(({ name, value }) => ({ name, value }));
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
  const body = {
    id: number(order.id),
    admin_graphql_api_id: `gid://shopify/Order/${order.id}`,
    cancel_reason: order.cancelReason?.toLowerCase() ?? null,
    cancelled_at: order.cancelledAt === null ? null : local(order.cancelledAt),
    company: order.company && { id: number(order.company.id), location_id: number(order.company.location) },
    contact_email: order.email,
    created_at: local(order.createdAt),
    currency: "AUD",
    current_shipping_price_set: money(nowShipping),
    current_subtotal_price_set: money(nowSubtotal),
    current_total_additional_fees_set: fees && money(fees[1]),
    current_total_discounts_set: money(nowDiscounts),
    current_total_duties_set: fees && money(fees[3]),
    current_total_price_set: money(nowTotal),
    current_total_tax_set: money(nowTax),
    duties_included: order.dutiesIncluded,
    email: order.email ?? "",
    financial_status: order.financialStatus.toLowerCase(),
    fulfillment_status:
      order.fulfillment === "all" ? "fulfilled" : order.fulfillment.startsWith("some") ? "partial" : null,
    location_id: order.location === null ? null : number(order.location),
    name: order.name,
    note: order.note,
    note_attributes: attributes(order.attributes),
    original_total_additional_fees_set: fees && money(fees[0]),
    original_total_duties_set: fees && money(fees[2]),
    payment_gateway_names: order.gateways,
    phone: order.phone,
    po_number: order.poNumber,
    presentment_currency: order.sameCurrency ? "AUD" : "EUR",
    processed_at: local(order.processedAt),
    source_name: order.sourceName,
    subtotal_price_set: money(subtotal),
    tags: order.tags.join(", "),
    tax_exempt: order.taxExempt,
    taxes_included: order.taxesIncluded,
    test: order.test,
    total_cash_rounding_payment_adjustment_set: money(rounding),
    total_discounts_set: money(discounts),
    total_price_set: money(total),
    total_shipping_price_set: money(shipping),
    total_tax_set: money(tax),
    total_tip_received: order.tip === "none" ? "0.00" : plain(order.tipAmount),
    updated_at: local(order.updatedAt),
    billing_address: order.billing && addressBody(order.billing),
    customer: order.customer && customerBody(order.customer),
    discount_applications: order.discounts.map(({ kind, title }) =>
      kind === "code" ? { type: "discount_code", code: title } : { type: kind, title, description: "" },
    ),
    line_items: allLines(order).map((line) => ({
      id: number(line.id),
      admin_graphql_api_id: `gid://shopify/LineItem/${line.id}`,
      current_quantity: Math.max(0, line.quantity - line.gone),
      gift_card: line.giftCard,
      price: plain(line.price),
      price_set: money(line.price),
      product_exists: line.product !== null,
      product_id: line.product && number(line.product.id),
      properties: line.attributes.length === 0 ? {} : attributes(line.attributes),
      quantity: line.quantity,
      requires_shipping: line.ships,
      sku: line.sku,
      taxable: line.taxable,
      title: line.title,
      total_discount: "0.00",
      variant_id: line.product && number(line.product.variant),
      variant_title: line.variantTitle,
      tax_lines: taxLines(line.taxes),
      duties: line.duties.map((duty) => ({
        id: number(duty.id),
        ...money(duty.price),
        tax_lines: taxLines(duty.taxes),
      })),
      discount_allocations: allocations(line.allocations),
    })),
    refunds: order.refunds.map((id) => ({
      id: number(id),
      admin_graphql_api_id: `gid://shopify/Refund/${id}`,
    })),
    shipping_address: order.shipping && addressBody(order.shipping),
    shipping_lines: order.shippingLines.map((line) => ({
      id: number(line.id),
      code: line.code,
      current_discounted_price_set: money(line.current),
      is_removed: line.removed,
      price: plain(line.price),
      price_set: money(line.price),
      title: line.title,
      tax_lines: taxLines(line.taxes),
      discount_allocations: allocations(line.allocations),
    })),
  };
  return JSON.stringify(body);
}

/** Body of `customers/update`. */
export function tellCustomerByWebhook(customer: AbstractCustomer): string {
  return JSON.stringify({
    ...customerBody(customer),
    addresses: customer.address === null ? [] : [addressBody(customer.address)],
  });
}

/** One allocation for each place, as a shop has. */
export function distinct<Item extends { readonly place: number }>(list: readonly Item[]): Item[] {
  return [...new Map(list.map((item) => [item.place, item])).values()];
}

function customerBody(customer: AbstractCustomer) {
  return {
    id: number(customer.id),
    admin_graphql_api_id: `gid://shopify/Customer/${customer.id}`,
    updated_at: local(customer.updatedAt),
    first_name: customer.firstName,
    last_name: customer.lastName,
    email: customer.email,
    phone: customer.phone,
    note: customer.note,
    tax_exempt: customer.taxExempt,
    ...(customer.address ? { default_address: addressBody(customer.address) } : {}),
  };
}

function addressBody(address: AbstractAddress) {
  return {
    first_name: address.firstName,
    last_name: address.lastName,
    company: address.company,
    address1: address.address1,
    address2: address.address2,
    city: address.city,
    province: address.province,
    province_code: address.provinceCode,
    zip: address.zip,
    country: address.country,
    country_code: address.countryCode,
    phone: address.phone,
  };
}

/** A number of any length: `JSON.rawJSON` prints it digit for digit. */
function number(id: string): unknown {
  return (JSON as unknown as { rawJSON: (text: string) => unknown }).rawJSON(id);
}

function local(ms: number): string {
  return `${new Date(ms + 10 * 3_600_000).toISOString().slice(0, 19)}+10:00`;
}
