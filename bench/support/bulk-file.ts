import { createWriteStream } from "node:fs";
import { once } from "node:events";
import { createEmulatorClock } from "#connectors/kit/emulator/clock.ts";
import { startEmulatorHost } from "#connectors/kit/emulator/start-emulator-host.ts";
import { allParts } from "#connectors/shopify/documents/asked-parts.ts";
import { bulkOrders } from "#connectors/shopify/documents/bulk.ts";
import { createShopifyEmulator } from "#connectors/shopify/emulator/create-shopify-emulator.ts";
import { usualCatalogue } from "#connectors/shopify/emulator/seed/usual-catalogue.ts";

/** A bulk file and what a shop says of it. */
export interface BulkFile {
  readonly orders: number;
  readonly lines: number;
  readonly bytes: number;
}

const token = "bench-token";
const models = 40;
const firstId = 7_000_000_000_000;

/**
 * Writes the result of a bulk query for so many orders, every other with one line item and the rest with two. The orders are copies
 * of a few that the emulated shop gave for the connector's own query; ids and numbers are their own.
 */
export async function writeBulkFile(path: string, orders: number): Promise<BulkFile> {
  const groups = (await modelGroups()).map(cut);
  const file = createWriteStream(path, { highWaterMark: 4 * 1024 * 1024 });
  let [lines, bytes, text] = [0, 0, ""];
  const flush = async (): Promise<void> => {
    const chunk = Buffer.from(text);
    bytes += chunk.length;
    text = "";
    if (!file.write(chunk)) await once(file, "drain");
  };
  for (let order = 0; order < orders; order += 1) {
    const group = groups[order % groups.length];
    if (group === undefined) throw new Error("the emulated shop gave no orders");
    text += group.pieces.join(String(firstId + order));
    lines += group.lines;
    if (text.length > 1_000_000) await flush();
  }
  await flush();
  file.end();
  await once(file, "finish");
  return { orders, lines, bytes };
}

/** A group's text cut at the number that its ids are made of. */
function cut(group: readonly string[]): { readonly pieces: readonly string[]; readonly lines: number } {
  const id = /"gid:\/\/shopify\/Order\/(\d+)"/.exec(group[0] ?? "")?.[1];
  if (id === undefined) throw new Error("a line is no order");
  const text = group
    .map((line, index) =>
      // The ids of children and the order's name follow the order's own id, so that each is given once.
      (index === 0 ? line.replace(/"name":"#\d+"/, `"name":"#${id}"`) : line)
        .replace(/"id":"gid:\/\/shopify\/(?!Order\/)(\w+)\/\d+"/, `"id":"gid://shopify/$1/${id}${index}"`)
        .concat("\n"),
    )
    .join("");
  return { pieces: text.split(id), lines: group.length };
}

/** Lines of a few orders, each order with its children. */
async function modelGroups(): Promise<readonly (readonly string[])[]> {
  const clock = createEmulatorClock();
  const shop = createShopifyEmulator({
    clock,
    store: "bench",
    clientId: "bench",
    clientSecret: "bench",
    staticToken: token,
    catalogue: usualCatalogue,
  });
  const host = await startEmulatorHost({ emulators: [shop], clock });
  try {
    const [first, second] = usualCatalogue.products.flatMap(({ variants }) => variants.map(({ sku }) => sku));
    for (let model = 0; model < models; model += 1) {
      const skus = model % 2 === 0 ? [first] : [first, second];
      await post(`${host.url}/_control/shopify/bench/orders`, { lines: skus.map((sku) => ({ sku })) });
    }
    const ask = async (query: string, variables: object): Promise<Record<string, never>> =>
      (await post(`${host.url}/shopify/bench/admin/api/2026-10/graphql.json`, { query, variables })) as never;
    await ask("mutation($q: String!) { bulkOperationRunQuery(query: $q) { userErrors { message } } }", {
      q: bulkOrders(allParts, null),
    });
    for (;;) {
      clock.advance(60_000);
      const { data } = await ask("{ bulkOperations(first: 1) { nodes { status url } } }", {});
      const [operation] = (data as unknown as Operations).bulkOperations.nodes;
      if (operation?.url != null) return groupsOf(await (await fetch(operation.url)).text());
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  } finally {
    await host.close();
  }
}

interface Operations {
  readonly bulkOperations: {
    readonly nodes: readonly { readonly status: string; readonly url: string | null }[];
  };
}

function groupsOf(text: string): readonly (readonly string[])[] {
  const groups = new Map<string, string[]>();
  for (const line of text.trimEnd().split("\n")) {
    const { id, __parentId: parent } = JSON.parse(line) as {
      readonly id?: string;
      readonly __parentId?: string;
    };
    const group = (parent === undefined ? undefined : groups.get(parent)) ?? [];
    group.push(line);
    // A child may have children of its own.
    if (id !== undefined) groups.set(id, group);
  }
  return [...new Set(groups.values())].filter((group) => group[0]?.includes('"gid://shopify/Order/'));
}

async function post(url: string, body: object): Promise<unknown> {
  const answer = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", "x-shopify-access-token": token },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}
