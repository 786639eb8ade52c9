import { getVariableValues, GraphQLError, Kind } from "graphql";
import type { EmulatorRequest, EmulatorResponse } from "#connectors/kit/emulator/emulator.ts";
import type { TokenRecord } from "../state/app-records.ts";
import type { Shop } from "../state/shop.ts";
import { describeCost } from "./cost/describe-cost.ts";
import { maxQueryCost } from "./cost/price-operation.ts";
import { limitsDocumentation, toEntry } from "./errors.ts";
import type { ErrorEntry } from "./errors.ts";
import { createGraphContext } from "./graph-context.ts";
import { limitErrors } from "./limit-errors.ts";
import type { PreparedDocument, PreparedOperation, PricedOperation } from "./prepared-documents.ts";
import { readCall } from "./read-call.ts";
import type { ServedVersion } from "./schema-store.ts";
import { oversizedList, variableErrors } from "./validation/variable-errors.ts";
import { executorOf } from "./version-executor.ts";

/** Answers `POST …/graphql.json` of a signed-in app. Errors of GraphQL come with status 200. */
export function answerGraphql(
  shop: Shop,
  version: ServedVersion,
  token: TokenRecord,
  request: EmulatorRequest,
): EmulatorResponse {
  const call = readCall(request);
  if (!call)
    return {
      status: 400,
      body: JSON.stringify({ errors: { query: "Required parameter missing or invalid" } }),
    };
  const executor = executorOf(version);
  const prepared = executor.prepare(call.query);
  const headers: Record<string, string> = prepared.deprecation
    ? { "x-shopify-api-deprecated-reason": prepared.deprecation }
    : {};
  const refuse = (errors: readonly ErrorEntry[], extensions?: unknown): EmulatorResponse => ({
    status: 200,
    headers,
    body: JSON.stringify({ errors, extensions }),
  });

  if (prepared.errors.length > 0) return refuse(prepared.errors);
  const operation = chooseOperation(prepared, call.operationName);
  if (typeof operation === "string") return refuse([{ message: operation }]);

  const schema = executor.version.schema;
  const wrong = variableErrors(schema, operation.node, call.variables);
  if (wrong.length > 0) return refuse(wrong);
  const definitions = operation.node.variableDefinitions ?? [];
  const { coerced, errors } = getVariableValues(schema, definitions, call.variables);
  if (!coerced) return refuse(errors.map((error) => invalidVariable(error)));
  const tooLong = oversizedList(coerced);
  if (tooLong) return refuse([tooLong]);

  const price = operation.price(coerced);
  if (price.requested > maxQueryCost) return refuse([tooExpensive(price.requested)]);
  if (!shop.bucket.take(price.requested)) return refuse([throttled], { cost: costOf(shop, price, null) });

  const context = createGraphContext(shop, executor, token, { origin: originOf(shop, request) });
  const result = executor.run({
    prepared,
    operationName: operation.name,
    variables: call.variables,
    context,
  });
  const actual = Math.min(price.requested, price.actual(result.data));
  shop.bucket.giveBack(price.requested - actual);
  const cost = costOf(shop, price, actual);
  const isDebugged = request.headers["shopify-graphql-cost-debug"] === "1";
  const entries = (result.errors ?? []).map(checkedEntry);
  const limited = limitErrors(entries, result.data, shop.switches.maxExecutionErrors);
  const answer = {
    ...(limited.errors.length > 0 ? { errors: limited.errors } : {}),
    data: limited.data ?? null,
    extensions: {
      cost: isDebugged ? { ...cost, fields: describeCost(price.selection) } : cost,
      ...(context.searches.length > 0 ? { search: context.searches } : {}),
    },
  };
  return { status: 200, headers, body: JSON.stringify(answer) };
}

/** Where the caller reached the emulator. */
function originOf({ settings }: Shop, { headers }: EmulatorRequest): string {
  return `http://${headers.host ?? settings.domain}/shopify/${settings.store}`;
}

/** Name of the operation that a request asks for, such as `query OrdersById`; undefined when it cannot be read. */
export function nameOfOperation(version: ServedVersion, request: EmulatorRequest): string | undefined {
  const call = readCall(request);
  if (!call) return undefined;
  const operation = chooseOperation(executorOf(version).prepare(call.query), call.operationName);
  if (typeof operation === "string") return undefined;
  const [first] = operation.node.selectionSet.selections;
  const rootField = first?.kind === Kind.FIELD ? first.name.value : "";
  return `${operation.node.operation} ${operation.name ?? rootField}`;
}

/** The operation to run, or why there is none. */
function chooseOperation({ operations }: PreparedDocument, name: string | null): PreparedOperation | string {
  if (name !== null)
    return operations.find((operation) => operation.name === name) ?? `No operation named "${name}"`;
  const [only] = operations;
  return only && operations.length === 1 ? only : "An operation name is required";
}

const throttled: ErrorEntry = {
  message: "Throttled",
  extensions: { code: "THROTTLED", documentation: limitsDocumentation },
};

function tooExpensive(cost: number): ErrorEntry {
  return {
    message: `Query cost is ${cost}, which exceeds the single query max cost limit (${maxQueryCost}).\n\nSee ${limitsDocumentation} for more information on how the\ncost of a query is calculated.\n\nTo query larger amounts of data with fewer limits, bulk operations should be used instead.\n`,
    extensions: {
      code: "MAX_COST_EXCEEDED",
      cost,
      maxCost: maxQueryCost,
      documentation: limitsDocumentation,
    },
  };
}

function costOf(shop: Shop, price: PricedOperation, actualQueryCost: number | null) {
  return {
    requestedQueryCost: price.requested,
    actualQueryCost,
    throttleStatus: shop.bucket.status(),
  };
}

function invalidVariable(error: GraphQLError): ErrorEntry {
  return { ...toEntry(error), extensions: { code: "INVALID_VARIABLE" } };
}

/** An error that a resolver meant. Any other is a defect of the emulator and must not look like an answer of the shop. */
function checkedEntry(error: GraphQLError): ErrorEntry {
  const cause = error.originalError;
  if (cause && !(cause instanceof GraphQLError))
    throw new Error(`${error.message} at ${error.path?.join(".") ?? "?"}`, { cause });
  return toEntry(error);
}
