import { TypeInfo, visit, visitWithTypeInfo } from "graphql";
import type { DocumentNode, GraphQLSchema } from "graphql";

/** Reason of the first deprecated field or argument that a valid document uses. */
export function deprecationOf(schema: GraphQLSchema, document: DocumentNode): string | undefined {
  let reason: string | undefined;
  const typeInfo = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(typeInfo, {
      Field: () => {
        reason ??= typeInfo.getFieldDef()?.deprecationReason ?? undefined;
      },
      Argument: () => {
        reason ??= typeInfo.getArgument()?.deprecationReason ?? undefined;
      },
    }),
  );
  return reason?.replaceAll(/\s+/g, " ").trim();
}
