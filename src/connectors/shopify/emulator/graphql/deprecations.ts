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
  // It becomes a header, which takes plain characters on one line only.
  return reason
    ?.replaceAll(/[^\x20-\x7e]+/g, " ")
    .replaceAll(/ +/g, " ")
    .trim();
}
