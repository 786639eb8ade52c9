import { getNamedType, GraphQLError } from "graphql";
import type { ASTVisitor, IntValueNode, StringValueNode, ValidationContext } from "graphql";

/** Whether text is an id as every `ID` of the API has to be: `gid://shopify/Order/123`. */
export function isGlobalId(text: string): boolean {
  return /^gid:\/\/[\w.-]+\/\w+\/.+$/.test(text);
}

export const invalidGlobalId = (text: string): string => `Invalid global id '${text}'`;

/** Literals given for an `ID` must be global ids; variables are checked with their values. */
export function globalIdsRule(context: ValidationContext): ASTVisitor {
  const check = (node: IntValueNode | StringValueNode) => {
    const type = context.getInputType();
    if (!type || getNamedType(type).name !== "ID" || isGlobalId(node.value)) return;
    context.reportError(new GraphQLError(invalidGlobalId(node.value), { nodes: [node] }));
  };
  return { StringValue: check, IntValue: check };
}
