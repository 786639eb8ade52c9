/** A complaint that merchants and their agencies have of connectors, and where it is told as a story. */
export interface Complaint {
  readonly number: number;
  /** What goes wrong elsewhere. */
  readonly wrong: string;
  /** What Waybill does. */
  readonly answer: string;
  /** Threads that tell of it: `owner/repository#number`, or another place by its name. */
  readonly sources: readonly string[];
  /** Name of its file beside this one. */
  readonly file: string;
}

const ecommerce = (...numbers: readonly number[]): readonly string[] =>
  numbers.map((number) => `frappe/ecommerce_integrations#${number}`);
const bcApps = (...numbers: readonly number[]): readonly string[] =>
  numbers.map((number) => `microsoft/BCApps#${number}`);
const airbyte = (...numbers: readonly number[]): readonly string[] =>
  numbers.map((number) => `airbytehq/airbyte#${number}`);

/** The twenty-five, by number. */
export const complaints: readonly Complaint[] = [
  {
    number: 1,
    wrong: "The same event is delivered twice, seconds apart or a minute later.",
    answer:
      "A delivery is kept once, a record is one sales order, and a repeat after arrival writes nothing.",
    sources: ["nozzlegear/ShopifySharp#919", "Shopify/shopify-api-js#916", "Shopify/shopify-api-ruby#1247"],
    file: "01-same-event-twice.test.ts",
  },
  {
    number: 2,
    wrong: "`updated` or `paid` arrives before `create`.",
    answer: "Deliveries are hints: whatever their order, the latest state of the record decides.",
    sources: ["Shopify/shopify-app-js#603", ...ecommerce(425)],
    file: "02-paid-before-create.test.ts",
  },
  {
    number: 3,
    wrong: "The handler answers 200 although its write failed, and the order is gone.",
    answer: "200 only after the delivery is stored, else 503, so that the shop sends it again.",
    sources: ["Vets-Who-Code/vets-who-code-app#1259"],
    file: "03-accepted-and-lost.test.ts",
  },
  {
    number: 4,
    wrong: "A subscription is removed after failures; stale ones block registering it again.",
    answer: "Subscriptions are compared every hour and mended; what was missed meanwhile is fetched.",
    sources: ["gnikyt/laravel-shopify#936", "gnikyt/laravel-shopify#58", "frappe/erpnext#25510"],
    file: "04-subscription-removed.test.ts",
  },
  {
    number: 5,
    wrong: "A webhook is late or never sent.",
    answer: "The shop is asked every five minutes what changed; late news turns nothing back.",
    sources: ["gnikyt/laravel-shopify#591", "shopwp/wp-shopify#68"],
    file: "05-webhook-never-sent.test.ts",
  },
  {
    number: 6,
    wrong: "Guest orders make a new customer each time.",
    answer: "A guest is known by the e-mail, however it is typed, and is one customer.",
    sources: ["openlabs/magento_integration#134", "OCA/connector-prestashop#30"],
    file: "06-guest-buyers.test.ts",
  },
  {
    number: 7,
    wrong:
      "The same person has several shop accounts and is matched by the shop's id only; or people are merged across stores.",
    answer: "How a customer is recognised is a setting of each connection (`customers.matchBy`).",
    sources: [...ecommerce(11), "community.acumatica.com 11363"],
    file: "07-one-person-two-accounts.test.ts",
  },
  {
    number: 8,
    wrong: "No e-mail, no name, no customer at all.",
    answer: "The order arrives all the same, on a customer who has a name; unknown is not taken for empty.",
    sources: [...ecommerce(431, 416), "mailchimp/mc-magento2#578"],
    file: "08-nobody-named.test.ts",
  },
  {
    number: 9,
    wrong: "A search for an e-mail is tokenised, and the wrong person is matched.",
    answer: "Every hit of a search is compared exactly; several are a question.",
    sources: bcApps(6459),
    file: "09-wrong-person-found.test.ts",
  },
  {
    number: 10,
    wrong: "A phone number with an extension or in an odd form aborts the order.",
    answer: "A phone number is text and is carried as it was typed.",
    sources: ecommerce(99),
    file: "10-odd-phone.test.ts",
  },
  {
    number: 11,
    wrong: "A discount is applied to the gross instead of the net amount.",
    answer: "Each line bears the discounts that the shop put on it, and the tax that the shop took.",
    sources: ecommerce(154),
    file: "11-discount-on-gross.test.ts",
  },
  {
    number: 12,
    wrong: "Prices contain tax, and all of it ends up on the first line; sums drift by cents.",
    answer: "Tax is booked line by line; the sums agree to the cent, or the arithmetic is shown.",
    sources: ecommerce(398),
    file: "12-tax-on-first-line.test.ts",
  },
  {
    number: 13,
    wrong: "Presentment and shop currency are mixed, and shipping is left behind.",
    answer: "Everything is booked in the shop's currency; both amounts are kept.",
    sources: [...bcApps(6138, 4829, 7425), ...ecommerce(365)],
    file: "13-two-currencies.test.ts",
  },
  {
    number: 14,
    wrong: "Decimals are lost.",
    answer: "Money is decimal text all the way; what the books cannot hold is asked about, not rounded.",
    sources: airbyte(37645),
    file: "14-decimals-lost.test.ts",
  },
  {
    number: 15,
    wrong: 'Orders are dated a day off; "updated since" in local time skips orders.',
    answer: "Dates are the days of the shop's calendar; changes are asked for in UTC.",
    sources: ["frappe/erpnext_shopify#190"],
    file: "15-day-off.test.ts",
  },
  {
    number: 16,
    wrong: "A deleted product or a custom line blocks the order, and with it the whole backfill.",
    answer:
      "The line is booked by its SKU or as money; only an order without a product asks, the others pass.",
    sources: [...ecommerce(337, 338, 351, 195), "gatsbyjs/gatsby-source-shopify#59"],
    file: "16-deleted-product.test.ts",
  },
  {
    number: 17,
    wrong: "One SKU is in an order twice, and a fulfilment is matched by SKU.",
    answer: "Lines are known by their own ids and stay lines of their own.",
    sources: [...ecommerce(294), ...bcApps(6157)],
    file: "17-same-sku-twice.test.ts",
  },
  {
    number: 18,
    wrong: "A partial fulfilment comes late, or carries the whole order's tax.",
    answer: "Shipments of the shop change nothing of the sales order, whose tax is booked once.",
    sources: ecommerce(207, 209),
    file: "18-partial-shipments.test.ts",
  },
  {
    number: 19,
    wrong: "Returns, restocks and exchanges are missing or counted twice.",
    answer:
      "Before arrival they are part of what is booked; afterwards they are a question with the amounts, once.",
    sources: [...ecommerce(397, 225), ...bcApps(8554, 10741, 6105)],
    file: "19-returns-and-exchanges.test.ts",
  },
  {
    number: 20,
    wrong:
      "Unpaid and cash-on-delivery orders are never invoiced; a cancellation after the invoice is ignored.",
    answer:
      "Unpaid orders wait, say so, and are booked when they are paid; a later cancellation is a question.",
    sources: [...ecommerce(224), "frappe/erpnext_shopify#191"],
    file: "20-unpaid-and-cancelled.test.ts",
  },
  {
    number: 21,
    wrong:
      "Stock is not pushed for existing items and nobody says so; committed units are taken off twice; what is available is computed wrongly.",
    answer: "No stock is carried yet, and none is touched on either side.",
    sources: [
      ...ecommerce(289, 382, 298),
      "microsoft/ALAppExtensions#27413",
      "microsoft/ALAppExtensions#18694",
      ...bcApps(11607),
    ],
    file: "21-stock.test.ts",
  },
  {
    number: 22,
    wrong: "Two systems correct each other for ever, and silently take back what people did.",
    answer:
      "Only a difference is written, what staff entered stays, and after quiet nothing more is written.",
    sources: ["Eshopbox-Enginnering/Central-Backlog#333", ...bcApps(9211), "woocommerce/woocommerce#62507"],
    file: "22-correction-loops.test.ts",
  },
  {
    number: 23,
    wrong:
      "A SKU is renamed or there twice, a product is matched by its name, and prices are overwritten everywhere.",
    answer:
      "Codes are compared exactly, names never; a new SKU is asked about once; products are left as they are.",
    sources: ["frappe/erpnext#7920", ...ecommerce(246), "Eshopbox-Enginnering/Central-Backlog#265"],
    file: "23-sku-renamed.test.ts",
  },
  {
    number: 24,
    wrong:
      "Truncated or dropped data is reported as success: 100 codes of 190,000, a whole bulk result, updates that a cursor by id misses.",
    answer:
      "All pages are read, and files whole or not at all; what could not be read is counted and read again; an empty answer moves nothing on.",
    sources: airbyte(78512, 85372, 66581, 28926, 58668),
    file: "24-truncated-data.test.ts",
  },
  {
    number: 25,
    wrong: "Rate limits: retries are used up, parallel workers run into them, work starts again from zero.",
    answer:
      "Calls are paced before they are refused and shared by all workers; an import goes on where it was.",
    sources: [
      "singer-io/tap-shopify#124",
      "craftcms/shopify#136",
      "MONEI/Shopify-api-node#135",
      ...airbyte(12549, 39499),
    ],
    file: "25-rate-limits.test.ts",
  },
];

/** What was seen besides the twenty-five. */
export const alsoSeen: Omit<Complaint, "number"> = {
  wrong:
    "Deletions that never arrive, or too many of them; two changes in one second; one store for each installation; business customers who are missed; choices of people that the next run overwrites; no way to try it without touching live books.",
  answer:
    "nothing is deleted; ties are settled by asking the shop; one hub carries many stores; each location of a company is a customer; choices last; a plan writes nowhere.",
  sources: [
    ...airbyte(10140),
    "NangoHQ/integration-templates#644",
    "NangoHQ/integration-templates#649",
    "PostHog/posthog#98651",
    ...ecommerce(373),
    ...bcApps(8873, 4823, 6910, 9316),
    "craftcms/shopify#61",
    "frappe/erpnext#7920",
  ],
  file: "also-seen.test.ts",
};
