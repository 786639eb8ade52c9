import {
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isScalarType,
  typeFromAST,
} from "graphql";
import type { GraphQLInputType, GraphQLSchema, OperationDefinitionNode } from "graphql";
import type { ErrorEntry } from "../errors.ts";
import { invalidGlobalId, isGlobalId } from "./global-ids.ts";

interface Problem {
  readonly path: readonly (string | number)[];
  readonly explanation: string;
  /** Said twice by checks of Shopify's own scalars. */
  readonly message?: string;
}

/** Largest number of entries in a list of an input. */
export const maxInputSize = 250;

/** Checks the given variables; one `INVALID_VARIABLE` error per variable that does not fit. */
export function variableErrors(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): ErrorEntry[] {
  return (operation.variableDefinitions ?? []).flatMap((definition) => {
    const name = definition.variable.name.value;
    const type = typeFromAST(schema, definition.type) as GraphQLInputType | undefined;
    if (!type) return [];
    const given = variables[name];
    if (given === undefined && (definition.defaultValue || !isNonNullType(type))) return [];
    const problems: Problem[] = [];
    check(given ?? null, type, [], problems);
    if (problems.length === 0) return [];
    const placed = problems.filter((problem) => problem.path.length > 0);
    const where = placed.map((problem) => `${problem.path.join(".")} (${problem.explanation})`).join(", ");
    const at = definition.loc?.startToken;
    return [
      {
        message: `Variable $${name} of type ${String(type)} was provided invalid value${where && ` for ${where}`}`,
        ...(at ? { locations: [{ line: at.line, column: at.column }] } : {}),
        extensions: { code: "INVALID_VARIABLE", value: given ?? null, problems },
      },
    ];
  });
}

function check(
  value: unknown,
  type: GraphQLInputType,
  path: readonly (string | number)[],
  problems: Problem[],
): void {
  if (value === null || value === undefined) {
    if (isNonNullType(type)) problems.push({ path, explanation: "Expected value to not be null" });
    return;
  }
  const nullable = getNullableType(type);
  if (isListType(nullable)) {
    const items: readonly unknown[] = Array.isArray(value) ? value : [value];
    const isList = Array.isArray(value);
    items.forEach((item, index) => check(item, nullable.ofType, isList ? [...path, index] : path, problems));
  } else if (isInputObjectType(nullable)) {
    checkObject(value, nullable, path, problems);
  } else if (isEnumType(nullable)) {
    if (typeof value === "string" && nullable.getValue(value)) return;
    const names = nullable.getValues().map(({ name }) => name);
    problems.push({
      path,
      explanation: `Expected ${JSON.stringify(value)} to be one of: ${names.join(", ")}`,
    });
  } else if (nullable.name === "ID" && (typeof value === "string" || typeof value === "number")) {
    const explanation = invalidGlobalId(String(value));
    if (!isGlobalId(String(value))) problems.push({ path, explanation, message: explanation });
  } else if (isScalarType(nullable) && !fits(nullable.name, value)) {
    problems.push({
      path,
      explanation: `Could not coerce value ${JSON.stringify(value)} to ${nullable.name}`,
    });
  }
}

function checkObject(
  value: unknown,
  type: Extract<GraphQLInputType, { getFields(): unknown }>,
  path: readonly (string | number)[],
  problems: Problem[],
): void {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    problems.push({ path, explanation: `Expected ${JSON.stringify(value)} to be a key-value object.` });
    return;
  }
  const fields = type.getFields();
  const given = value as Record<string, unknown>;
  for (const name of Object.keys(given))
    if (!fields[name])
      problems.push({ path: [...path, name], explanation: `Field is not defined on ${type.name}` });
  for (const field of Object.values(fields)) {
    if (given[field.name] === undefined && (field.defaultValue !== undefined || !isNonNullType(field.type)))
      continue;
    check(given[field.name], field.type, [...path, field.name], problems);
  }
  if (type.isOneOf && Object.values(given).filter((item) => item !== null && item !== undefined).length !== 1)
    problems.push({
      path,
      explanation: `'${type.name}' requires exactly one argument, but ${Object.keys(given).length} were provided.`,
    });
}

function fits(scalar: string, value: unknown): boolean {
  switch (scalar) {
    case "Int":
      return Number.isInteger(value) && Math.abs(Number(value)) <= 2_147_483_647;
    case "Float":
      return typeof value === "number";
    case "Boolean":
      return typeof value === "boolean";
    case "String":
    case "ID":
    case "URL":
    case "HTML":
      return typeof value === "string";
    case "Money":
    case "Decimal":
      return (typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value)) || typeof value === "number";
    case "DateTime":
      return typeof value === "string" && !Number.isNaN(Date.parse(value));
    default:
      return true;
  }
}

/** Refuses lists that are too long, wherever they are in the variables. */
export function oversizedList(value: unknown, path: readonly string[] = []): ErrorEntry | undefined {
  if (Array.isArray(value)) {
    if (value.length > maxInputSize)
      return {
        message: `The input array size of ${value.length} is greater than the maximum allowed of ${maxInputSize}.`,
        path,
        extensions: { code: "MAX_INPUT_SIZE_EXCEEDED" },
      };
    for (const [index, item] of value.entries()) {
      const found = oversizedList(item, [...path, String(index)]);
      if (found) return found;
    }
    return undefined;
  }
  if (typeof value !== "object" || value === null) return undefined;
  for (const [name, item] of Object.entries(value)) {
    const found = oversizedList(item, [...path, name]);
    if (found) return found;
  }
  return undefined;
}
