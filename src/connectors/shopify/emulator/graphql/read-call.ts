import type { EmulatorRequest } from "#connectors/kit/emulator/emulator.ts";

/** What a GraphQL request asks for. */
export interface GraphCall {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly operationName: string | null;
}

const read = new WeakMap<EmulatorRequest, { readonly call: GraphCall | undefined }>();

/** The call in a request's body, read once; undefined when there is none. */
export function readCall(request: EmulatorRequest): GraphCall | undefined {
  const known = read.get(request);
  if (known) return known.call;
  const call = parseCall(request);
  read.set(request, { call });
  return call;
}

function parseCall(request: EmulatorRequest): GraphCall | undefined {
  const text = request.body.toString("utf8");
  if (request.headers["content-type"]?.startsWith("application/graphql"))
    return { query: text, variables: {}, operationName: null };
  const body = parseJson(text);
  if (!isObject(body) || typeof body["query"] !== "string") return undefined;
  const given = body["variables"];
  const variables = typeof given === "string" ? parseJson(given) : (given ?? {});
  if (!isObject(variables)) return undefined;
  const name = body["operationName"];
  return {
    query: body["query"],
    variables,
    operationName: typeof name === "string" && name !== "" ? name : null,
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
