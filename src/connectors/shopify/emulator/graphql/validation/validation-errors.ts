import { getLocation, getNamedType, TypeInfo, validate, visit, visitWithTypeInfo } from "graphql";
import type { ASTNode, DocumentNode, FieldNode, GraphQLError, GraphQLSchema, ObjectFieldNode } from "graphql";
import type { ErrorEntry } from "../errors.ts";

/**
 * Checks a document against the schema and words what is wrong as Shopify does: message, locations, a path that begins
 * with `query Name`, and a code. Shapes by recorded answers in `airhorns/shopify-draft-proxy`, `fixtures/conformance`.
 */
export function validationErrors(schema: GraphQLSchema, document: DocumentNode): ErrorEntry[] {
  const errors = validate(schema, document, undefined, { maxErrors: 100 });
  if (errors.length === 0) return [];
  const places = placesOf(schema, document);
  return errors.map((error) => translate(error, places));
}

/** Where a node is, and what surrounds it. */
interface Place {
  readonly path: readonly string[];
  readonly parentType: string;
  readonly fieldName: string;
  readonly expected: string;
}

function placesOf(schema: GraphQLSchema, document: DocumentNode): Map<ASTNode, Place> {
  const places = new Map<ASTNode, Place>();
  const typeInfo = new TypeInfo(schema);
  const path: string[] = [];
  const segment = (node: ASTNode): string | undefined => {
    switch (node.kind) {
      case "OperationDefinition":
        return node.name ? `${node.operation} ${node.name.value}` : node.operation;
      case "FragmentDefinition":
        return `fragment ${node.name.value}`;
      case "InlineFragment":
        return node.typeCondition ? `... on ${node.typeCondition.name.value}` : "...";
      case "Field":
        return node.alias?.value ?? node.name.value;
      case "Argument":
      case "ObjectField":
        return node.name.value;
      default:
        return undefined;
    }
  };
  visit(
    document,
    visitWithTypeInfo(typeInfo, {
      enter(node) {
        const name = segment(node);
        if (name !== undefined) path.push(name);
        const parent = typeInfo.getParentType();
        places.set(node, {
          path: [...path],
          parentType: parent ? getNamedType(parent).name : "",
          fieldName: typeInfo.getFieldDef()?.name ?? "",
          expected: String(typeInfo.getInputType() ?? ""),
        });
      },
      leave(node) {
        if (segment(node) !== undefined) path.pop();
      },
    }),
  );
  return places;
}

type Rule = readonly [
  pattern: RegExp,
  word: (match: RegExpExecArray, node: ASTNode | undefined, place: Place | undefined) => Worded,
];

interface Worded {
  readonly message: string;
  readonly code: string;
  readonly facts: Readonly<Record<string, unknown>>;
  /** Name that ends the path instead of the node's own. */
  readonly at?: string;
}

const rules: readonly Rule[] = [
  [
    /^Cannot query field "(.+?)" on type "(.+?)"/,
    (match) => ({
      message: `Field '${match[1]}' doesn't exist on type '${match[2]}'`,
      code: "undefinedField",
      facts: { typeName: match[2], fieldName: match[1] },
    }),
  ],
  [
    /^Unknown argument "(.+?)" on field "(.+?)\.(.+?)"/,
    (match) => ({
      message: `Field '${match[3]}' doesn't accept argument '${match[1]}'`,
      code: "argumentNotAccepted",
      facts: { name: match[3], typeName: "Field", argumentName: match[1] },
    }),
  ],
  [
    /^Unknown argument "(.+?)" on directive "@(.+?)"/,
    (match) => ({
      message: `Directive '${match[2]}' doesn't accept argument '${match[1]}'`,
      code: "argumentNotAccepted",
      facts: { name: match[2], typeName: "Directive", argumentName: match[1] },
    }),
  ],
  [
    /^Field "(.+?)" is not defined by type "(.+?)"/,
    (match) => ({
      message: `InputObject '${match[2]}' doesn't accept argument '${match[1]}'`,
      code: "argumentNotAccepted",
      facts: { name: match[2], typeName: "InputObject", argumentName: match[1] },
    }),
  ],
  [
    /^Field "(.+?)" argument "(.+?)" of type ".+?" is required/,
    (match) => ({
      message: `Field '${match[1]}' is missing required arguments: ${match[2]}`,
      code: "missingRequiredArguments",
      facts: { className: "Field", name: match[1], arguments: match[2] },
    }),
  ],
  [
    /^Directive "@(.+?)" argument "(.+?)" of type ".+?" is required/,
    (match) => ({
      message: `Directive '${match[1]}' is missing required arguments: ${match[2]}`,
      code: "missingRequiredArguments",
      facts: { className: "Directive", name: match[1], arguments: match[2] },
    }),
  ],
  [
    /^Field "(.+?)\.(.+?)" of required type "(.+?)" was not provided/,
    (match) => ({
      message: `Argument '${match[2]}' on InputObject '${match[1]}' is required. Expected type ${match[3]}`,
      code: "missingRequiredInputObjectAttribute",
      facts: { argumentName: match[2], argumentType: match[3], inputObjectType: match[1] },
      at: match[2] ?? "",
    }),
  ],
  [
    /^OneOf Input Object "(.+?)"/,
    (match) => ({
      message: `'${match[1]}' requires exactly one argument, but none or several were provided.`,
      code: "invalidOneOfInputObject",
      facts: { inputObjectType: match[1] },
    }),
  ],
  [
    /^Variable "\$(.+?)" is never used/,
    (match) => ({
      message: `Variable $${match[1]} is declared by ${operationOf(match.input)} but not used`,
      code: "variableNotUsed",
      facts: { variableName: match[1] },
    }),
  ],
  [
    /^Variable "\$(.+?)" is not defined/,
    (match) => ({
      message: `Variable $${match[1]} is used by ${operationOf(match.input)} but not declared`,
      code: "variableNotDefined",
      facts: { variableName: match[1] },
    }),
  ],
  [
    /^Variable "\$(.+?)" of type "(.+?)" used in position expecting type "(.+?)"/,
    (match, _node, place) => ({
      message: `Type mismatch on variable $${match[1]} and argument ${place?.path.at(-1) ?? ""} (${match[2]} / ${match[3]})`,
      code: "variableMismatch",
      facts: {
        variableName: match[1],
        typeName: match[2],
        argumentName: place?.path.at(-1) ?? "",
        errorMessage: "Type mismatch",
      },
    }),
  ],
  [
    /^Unknown directive "@(.+?)"/,
    (match) => ({
      message: `Directive @${match[1]} is not defined`,
      code: "undefinedDirective",
      facts: { directiveName: match[1] },
    }),
  ],
  [
    /^Unknown type "(.+?)"/,
    (match, _node, place) => ({
      message: place?.path.some((part) => part.startsWith("... on") || part.startsWith("fragment"))
        ? `No such type ${match[1]}, so it can't be a fragment condition`
        : `${match[1]} isn't a defined input type`,
      code: "undefinedType",
      facts: { typeName: match[1] },
    }),
  ],
  [
    /^Unknown fragment "(.+?)"/,
    (match) => ({
      message: `Fragment ${match[1]} was used, but not defined`,
      code: "useAndDefineFragment",
      facts: { fragmentName: match[1] },
    }),
  ],
  [
    /^Fragment "(.+?)" is never used/,
    (match) => ({
      message: `Fragment ${match[1]} was defined, but not used`,
      code: "useAndDefineFragment",
      facts: { fragmentName: match[1] },
    }),
  ],
  [
    /^Field "(.+?)" of type "(.+?)" must have a selection of subfields/,
    (match) => ({
      message: `Field must have selections (field '${match[1]}' returns ${bare(match[2])} but has no selections. Did you mean '${match[1]} { ... }'?)`,
      code: "selectionMismatch",
      facts: { nodeName: `field '${match[1]}'`, typeName: bare(match[2]) },
    }),
  ],
  [
    /^Field "(.+?)" must not have a selection since type "(.+?)" has no subfields/,
    (match, node) => ({
      message: `Selections can't be made on scalars (field '${match[1]}' returns ${bare(match[2])} but has selections [${selectedNames(node)}])`,
      code: "selectionMismatch",
      facts: { nodeName: `field '${match[1]}'`, typeName: bare(match[2]) },
    }),
  ],
];

function translate(error: GraphQLError, places: ReadonlyMap<ASTNode, Place>): ErrorEntry {
  const node = error.nodes?.[0];
  const place = node && places.get(node);
  const path = place?.path ?? [];
  const locations = error.nodes
    ?.flatMap((at) => (at.loc ? [getLocation(at.loc.source, at.loc.start)] : []))
    .slice(0, 1)
    .map(({ line, column }) => ({ line, column }));
  for (const [pattern, word] of rules) {
    const match = pattern.exec(error.message);
    if (!match) continue;
    const { message, code, facts, at } = word(match, node, place);
    return {
      message,
      ...(locations ? { locations } : {}),
      path: at === undefined ? path : [...path, at],
      extensions: { code, ...facts },
    };
  }
  return {
    ...(argumentError(error, node, place) ?? plainError(error)),
    ...(locations ? { locations } : {}),
    path,
  };
}

/** A literal that does not fit its argument. */
function argumentError(
  error: GraphQLError,
  node: ASTNode | undefined,
  place: Place | undefined,
): ErrorEntry | undefined {
  if (
    !node ||
    !place ||
    !/^(Int|Float|String|Boolean|ID|Enum|Value|Expected|.* cannot represent)/.test(error.message)
  )
    return undefined;
  const argumentName = place.path.at(-1) ?? "";
  const text = node.loc ? node.loc.source.body.slice(node.loc.start, node.loc.end) : "";
  return {
    message: `Argument '${argumentName}' on Field '${place.fieldName}' has an invalid value (${text}). Expected type '${place.expected}'.`,
    extensions: { code: "argumentLiteralsIncompatible", typeName: "Field", argumentName },
  };
}

function plainError(error: GraphQLError): ErrorEntry {
  return { message: error.message, extensions: { code: "GRAPHQL_VALIDATION_FAILED" } };
}

function operationOf(message: string): string {
  return /(?:in|by) operation "(.+?)"/.exec(message)?.[1] ?? "anonymous query";
}

function bare(type: string | undefined): string {
  return (type ?? "").replace(/[[\]!]/g, "");
}

function selectedNames(node: ASTNode | undefined): string {
  const selections =
    (node as FieldNode | ObjectFieldNode | undefined)?.kind === "Field" ? (node as FieldNode) : undefined;
  return (selections?.selectionSet?.selections ?? [])
    .map((selection) => (selection.kind === "Field" ? `"${selection.name.value}"` : '"..."'))
    .join(", ");
}
