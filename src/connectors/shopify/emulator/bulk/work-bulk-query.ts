import { GraphQLError } from "graphql";
import type { ExecutionResult } from "graphql";
import { createSeededRandom } from "#connectors/kit/emulator/seeded-random.ts";
import { createGraphContext } from "../graphql/graph-context.ts";
import type { GraphContext } from "../graphql/graph-context.ts";
import { isProtectedRefusal } from "../graphql/protected-data.ts";
import { recordOf } from "../graphql/records.ts";
import type { VersionExecutor } from "../graphql/version-executor.ts";
import type { TokenRecord } from "../state/app-records.ts";
import { gid } from "../state/ids.ts";
import type { Shop } from "../state/shop.ts";
import { flattenNode } from "./flatten-node.ts";
import { createLineOrder } from "./order-lines.ts";
import type { BulkQuery } from "./read-bulk-query.ts";
import { BulkFailure } from "./start-operation.ts";
import type { BulkWork } from "./start-operation.ts";

export interface BulkQueryCall {
  readonly shop: Shop;
  readonly executor: VersionExecutor;
  readonly token: TokenRecord;
  readonly origin: string;
  readonly query: BulkQuery;
  readonly grouped: boolean;
}

/**
 * The work of a bulk query. Its records are found once, then read a few at a time by the resolvers that answer every other query,
 * so that the file says what a read of the same moment says.
 */
export function workBulkQuery(call: BulkQueryCall): BulkWork {
  return function* (writer) {
    const { shop, query, grouped } = call;
    const order = createLineOrder({
      grouped,
      shuffleSiblings: shop.bulk.behaviour.shuffleSiblings,
      random: createSeededRandom(shop.settings.seed ^ shop.bulk.operations.size),
    });
    const found = run(call, null);
    refuseErrors(found.result, shop);
    let at = 0;
    for (let size = yield; at < found.rows.length; size = yield) {
      const { result } = run(call, found.rows.slice(at, at + size));
      refuseErrors(result, shop);
      const nodes = nodesOf(result, query.rootKey);
      const lines = nodes.flatMap((node) => order.add(flattenNode(node, query.plan, null)));
      writer.write(lines, nodes.length);
      at += size;
    }
    writer.write(order.rest(), 0);
  };
}

/** Runs a query for its first record, and throws what the emulator does not model: in the background nobody would hear of it. */
export function tryBulkQuery(call: BulkQueryCall): void {
  const found = run(call, null);
  const first = run(call, found.rows.slice(0, 1));
  for (const error of [...(found.result.errors ?? []), ...(first.result.errors ?? [])])
    if (isDefect(error) || error.extensions["code"] === "NOT_MODELLED") throw error.originalError ?? error;
}

/** Runs the query over records; null: only finds them. */
function run(
  { shop, executor, token, origin, query }: BulkQueryCall,
  records: readonly unknown[] | null,
): { readonly rows: readonly unknown[]; readonly result: ExecutionResult } {
  let rows: readonly unknown[] = [];
  const gather = (found: readonly unknown[]): void => {
    rows = found;
  };
  const context = createGraphContext(shop, executor, token, { origin });
  const there = records?.flatMap((record) => stillThere(record, context)) ?? null;
  const result = executor.run({
    prepared: query.prepared,
    operationName: query.prepared.operations[0]?.name,
    variables: {},
    context: { ...context, bulk: { rows: there, gather } },
  });
  return { rows, result };
}

/** A record as it is now; nothing once it was deleted. */
function stillThere(record: unknown, context: GraphContext): readonly unknown[] {
  const { __typename: type, id } = record as { readonly __typename: string; readonly id: string };
  const current = recordOf(gid(type, id), context);
  return current === null ? [] : [current];
}

function nodesOf({ data }: ExecutionResult, key: string): Record<string, unknown>[] {
  const connection = data?.[key] as { readonly edges: readonly { readonly node: Record<string, unknown> }[] };
  return connection.edges.map(({ node }) => node);
}

function refuseErrors({ errors = [] }: ExecutionResult, { switches }: Shop): void {
  for (const error of errors) {
    if (isDefect(error)) throw error;
    if (switches.bulkProtectedData === "null" && isProtectedRefusal(error)) continue;
    throw new BulkFailure("ACCESS_DENIED");
  }
}

/** Anything but a refusal that a resolver meant. */
function isDefect({ originalError }: GraphQLError): boolean {
  return originalError !== undefined && !(originalError instanceof GraphQLError);
}
