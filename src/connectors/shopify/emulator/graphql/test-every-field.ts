import { getNamedType, isAbstractType, isCompositeType, isObjectType, isRequiredArgument } from "graphql";
import type { GraphQLCompositeType, GraphQLField, GraphQLSchema } from "graphql";
import type { TypeFields } from "./type-fields.ts";

/**
 * A selection of every modelled field of a type, objects inside it down to `depth`. For tests that must not forget a field.
 * Plain objects, which have no modelled fields of their own, are left to `plain`.
 */
export function everyField(
  schema: GraphQLSchema,
  types: ReadonlyMap<string, TypeFields>,
  typeName: string,
  options: {
    readonly depth: number;
    /** Selections for types that are read by property, such as `MoneyBag`. */
    readonly plain: Readonly<Record<string, string>>;
    /** `Type.field` that are not asked for. */
    readonly without?: readonly string[];
  },
): string {
  const select = (type: GraphQLCompositeType, depth: number): string | undefined => {
    const known = options.plain[type.name];
    if (known !== undefined) return known;
    if (type.name.endsWith("Connection") && isObjectType(type)) {
      const node = getNamedType(type.getFields()["nodes"]?.type);
      const inside = isCompositeType(node) ? select(node, depth) : undefined;
      return inside && `{ nodes ${inside} pageInfo { hasNextPage endCursor } }`;
    }
    const fields = types.get(type.name);
    if (!fields || !isObjectType(type)) {
      if (isAbstractType(type)) return "{ __typename }";
      throw new Error(`no selection is known for ${type.name}`);
    }
    if (depth === 0) return "{ __typename }";
    const parts = [...fields.keys()].flatMap((name) => {
      const field = type.getFields()[name];
      if (!field || options.without?.includes(`${type.name}.${name}`)) return [];
      return fieldText(field, depth - 1) ?? [];
    });
    return `{ __typename ${parts.join(" ")} }`;
  };
  const fieldText = (field: GraphQLField<unknown, unknown>, depth: number): string | undefined => {
    const named = getNamedType(field.type);
    const given = field.args.flatMap((argument) => {
      if (argument.name === "first") return ["first: 5"];
      if (!isRequiredArgument(argument)) return [];
      return [`${argument.name}: ${sample(argument.name)}`];
    });
    const call = given.length > 0 ? `${field.name}(${given.join(", ")})` : field.name;
    if (!isCompositeType(named)) return call;
    const inside = select(named, depth);
    return inside && `${call} ${inside}`;
  };
  const root = schema.getType(typeName);
  if (!isCompositeType(root)) throw new Error(`no object type is called ${typeName}`);
  return select(root, options.depth) ?? "";
}

function sample(argument: string): string {
  if (argument === "names") return '["available"]';
  if (argument === "locationId") return '"gid://shopify/Location/1"';
  return '"any"';
}
