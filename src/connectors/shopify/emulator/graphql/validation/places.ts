import { getNamedType, Kind, TypeInfo, visit, visitWithTypeInfo } from "graphql";
import type { ASTNode, DocumentNode, GraphQLSchema } from "graphql";

/** Where a node is, and what surrounds it. */
export interface Place {
  /** Begins with `query Name`, as in Shopify's errors. */
  readonly path: readonly string[];
  /** What takes the argument that the node is, or is in. */
  readonly owner: Owner | undefined;
  /** Type of the value that is expected here. */
  readonly expected: string;
}

export interface Owner {
  readonly kind: "Field" | "Directive" | "InputObject";
  readonly name: string;
  readonly node: ASTNode;
}

/** The place of every node of a document. */
export function placesOf(schema: GraphQLSchema, document: DocumentNode): ReadonlyMap<ASTNode, Place> {
  const places = new Map<ASTNode, Place>();
  const typeInfo = new TypeInfo(schema);
  const path: string[] = [];
  const owners: Owner[] = [];
  visit(
    document,
    visitWithTypeInfo(typeInfo, {
      enter(node) {
        const name = segment(node);
        if (name !== undefined) path.push(name);
        const inputType = typeInfo.getInputType();
        places.set(node, { path: [...path], owner: owners.at(-1), expected: String(inputType ?? "") });
        if (node.kind === Kind.FIELD || node.kind === Kind.DIRECTIVE)
          owners.push({ kind: node.kind, name: node.name.value, node });
        if (node.kind === Kind.OBJECT)
          owners.push({ kind: "InputObject", name: inputType ? getNamedType(inputType).name : "", node });
      },
      leave(node) {
        if (segment(node) !== undefined) path.pop();
        if (owners.at(-1)?.node === node) owners.pop();
      },
    }),
  );
  return places;
}

function segment(node: ASTNode): string | undefined {
  if (node.kind === Kind.OPERATION_DEFINITION)
    return node.name ? `${node.operation} ${node.name.value}` : node.operation;
  if (node.kind === Kind.FRAGMENT_DEFINITION) return `fragment ${node.name.value}`;
  if (node.kind === Kind.INLINE_FRAGMENT)
    return node.typeCondition ? `... on ${node.typeCondition.name.value}` : "...";
  if (node.kind === Kind.FIELD) return node.alias?.value ?? node.name.value;
  if (node.kind === Kind.ARGUMENT || node.kind === Kind.OBJECT_FIELD) return node.name.value;
  return undefined;
}
