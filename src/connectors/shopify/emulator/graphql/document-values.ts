import { Kind, valueFromAST } from "graphql";
import type { FieldNode, GraphQLField, SelectionNode } from "graphql";

/** Value of a field's argument after variables and defaults; undefined when it was not given. */
export function argumentValue(
  field: GraphQLField<unknown, unknown>,
  node: FieldNode,
  name: string,
  variables: Readonly<Record<string, unknown>>,
): unknown {
  const argument = field.args.find((candidate) => candidate.name === name);
  const given = node.arguments?.find((candidate) => candidate.name.value === name);
  if (!argument) return undefined;
  if (!given) return argument.defaultValue;
  return valueFromAST(given.value, argument.type, variables);
}

/** False when `@skip` or `@include` leaves the selection out. */
export function isIncluded(selection: SelectionNode, variables: Readonly<Record<string, unknown>>): boolean {
  for (const directive of selection.directives ?? []) {
    const name = directive.name.value;
    if (name !== "skip" && name !== "include") continue;
    const condition = directive.arguments?.find((argument) => argument.name.value === "if")?.value;
    const value =
      condition?.kind === Kind.VARIABLE
        ? variables[condition.name.value]
        : condition?.kind === Kind.BOOLEAN && condition.value;
    if ((value === true) === (name === "skip")) return false;
  }
  return true;
}
