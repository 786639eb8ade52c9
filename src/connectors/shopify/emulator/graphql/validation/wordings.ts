import { Kind } from "graphql";
import type { ASTNode } from "graphql";
import type { Place } from "./places.ts";

/** How Shopify says what graphql-js found. */
export interface Wording {
  readonly message: string;
  readonly code: string;
  readonly facts: Readonly<Record<string, unknown>>;
  /** Name that goes on the path after the node's own. */
  readonly at?: string;
  /** Where the error is shown, when not at the node. */
  readonly shownAt?: ASTNode;
}

type Word = (match: readonly string[], node: ASTNode | undefined, place: Place | undefined) => Wording;

/** Patterns over the messages of graphql-js 16; the first that fits words the error. */
const wordings: readonly (readonly [pattern: RegExp, word: Word])[] = [
  [
    /^Cannot query field "(.+?)" on type "(.+?)"/,
    ([, field, type]) => ({
      message: `Field '${field}' doesn't exist on type '${type}'`,
      code: "undefinedField",
      facts: { typeName: type, fieldName: field },
    }),
  ],
  [
    /^Unknown argument "(.+?)" on field "(?:.+?)\.(.+?)"/,
    ([, argument, field]) => ({
      message: `Field '${field}' doesn't accept argument '${argument}'`,
      code: "argumentNotAccepted",
      facts: { name: field, typeName: "Field", argumentName: argument },
    }),
  ],
  [
    /^Unknown argument "(.+?)" on directive "@(.+?)"/,
    ([, argument, directive]) => ({
      message: `Directive '${directive}' doesn't accept argument '${argument}'`,
      code: "argumentNotAccepted",
      facts: { name: directive, typeName: "Directive", argumentName: argument },
    }),
  ],
  [
    /^Field "(.+?)" is not defined by type "(.+?)"/,
    ([, field, type]) => ({
      message: `InputObject '${type}' doesn't accept argument '${field}'`,
      code: "argumentNotAccepted",
      facts: { name: type, typeName: "InputObject", argumentName: field },
    }),
  ],
  [
    /^(Field|Directive) "@?(.+?)" argument "(.+?)" of type ".+?" is required/,
    ([, kind, name, argument]) => ({
      message: `${kind} '${name}' is missing required arguments: ${argument}`,
      code: "missingRequiredArguments",
      facts: { className: kind, name, arguments: argument },
    }),
  ],
  [
    /^Field "(.+?)\.(.+?)" of required type "(.+?)" was not provided/,
    ([, type, field, expected]) => ({
      message: `Argument '${field}' on InputObject '${type}' is required. Expected type ${expected}`,
      code: "missingRequiredInputObjectAttribute",
      facts: { argumentName: field, argumentType: expected, inputObjectType: type },
      at: field ?? "",
    }),
  ],
  [
    /^OneOf Input Object "(.+?)" must specify exactly one key/,
    ([, type]) => ({
      message: `OneOf Input Object '${type}' must specify exactly one key.`,
      code: "invalidOneOfInputObject",
      facts: { inputObjectType: type },
    }),
  ],
  [
    /^Field "((.+?)\..+?)" must be non-null/,
    ([, field, type]) => ({
      message: `Argument '${field}' must be non-null.`,
      code: "invalidOneOfInputObject",
      facts: { inputObjectType: type },
    }),
  ],
  [
    /^Variable "\$(.+?)" is of type ".+?" but must be non-nullable to be used for OneOf Input Object "(.+?)"/,
    ([, variable, type]) => ({
      message: `Variable '${variable}' must be non-nullable to be used for OneOf Input Object '${type}'.`,
      code: "invalidOneOfInputObject",
      facts: { inputObjectType: type },
    }),
  ],
  [
    /^Variable "\$(.+?)" is (never used|not defined)(?: (?:in|by) operation "(.+?)")?/,
    ([, variable, what, operation]) => {
      const declared = what === "never used";
      const [verb, not] = declared ? ["declared", "used"] : ["used", "declared"];
      return {
        message: `Variable $${variable} is ${verb} by ${operation ?? "anonymous query"} but not ${not}`,
        code: declared ? "variableNotUsed" : "variableNotDefined",
        facts: { variableName: variable },
      };
    },
  ],
  [
    /^Variable "\$(.+?)" of type "(.+?)" used in position expecting type "(.+?)"/,
    ([, variable, type, expected], _node, place) => ({
      message: `Type mismatch on variable $${variable} and argument ${place?.path.at(-1) ?? ""} (${type} / ${expected})`,
      code: "variableMismatch",
      facts: {
        variableName: variable,
        typeName: type,
        argumentName: place?.path.at(-1) ?? "",
        errorMessage: "Type mismatch",
      },
    }),
  ],
  [
    /^Variable "\$(.+?)" cannot be non-input type "(.+?)"/,
    ([, variable, type]) => ({
      message: `${bare(type)} isn't a valid input type (on $${variable})`,
      code: "variableRequiresValidType",
      facts: { typeName: bare(type), variableName: variable },
    }),
  ],
  [
    /^Unknown directive "@(.+?)"/,
    ([, directive]) => ({
      message: `Directive @${directive} is not defined`,
      code: "undefinedDirective",
      facts: { directiveName: directive },
    }),
  ],
  [
    /^Unknown type "(.+?)"/,
    ([, type], _node, place) => ({
      message: /^(\.\.\. on|fragment)/.test(place?.path.at(-1) ?? "")
        ? `No such type ${type}, so it can't be a fragment condition`
        : `${type} isn't a defined input type`,
      code: "undefinedType",
      facts: { typeName: type },
    }),
  ],
  [
    /^(Unknown fragment|Fragment) "(.+?)"(?:| is never used)\.?$/,
    ([, what, fragment]) => ({
      message: `Fragment ${fragment} was ${what === "Fragment" ? "defined, but not used" : "used, but not defined"}`,
      code: "useAndDefineFragment",
      facts: { fragmentName: fragment },
    }),
  ],
  [
    /^Cannot spread fragment "(.+?)" within itself/,
    ([, fragment]) => ({
      message: `Fragment ${fragment} contains an infinite loop`,
      code: "infiniteLoop",
      facts: { fragmentName: fragment },
    }),
  ],
  [
    /^There can be only one argument named "(.+?)"/,
    ([, argument]) => ({
      message: `There can be only one argument named "${argument}"`,
      code: "argumentNotUnique",
      facts: { name: argument },
    }),
  ],
  [
    /^Field "(.+?)" of type "(.+?)" must have a selection of subfields/,
    ([, field, type]) => ({
      message: `Field must have selections (field '${field}' returns ${bare(type)} but has no selections. Did you mean '${field} { ... }'?)`,
      code: "selectionMismatch",
      facts: { nodeName: `field '${field}'`, typeName: bare(type) },
    }),
  ],
  [
    /^Field "(.+?)" must not have a selection since type "(.+?)" has no subfields/,
    ([, field, type], node, place) => ({
      message: `Selections can't be made on scalars (field '${field}' returns ${bare(type)} but has selections [${selectedNames(node)}])`,
      code: "selectionMismatch",
      facts: { nodeName: `field '${field}'`, typeName: bare(type) },
      ...(place?.owner ? { shownAt: place.owner.node } : {}),
    }),
  ],
  [
    /^Invalid global id .*/,
    ([message], _node, place) => ({
      message: message ?? "",
      code: "argumentLiteralsIncompatible",
      facts: { typeName: "CoercionError" },
      ...(place?.owner ? { shownAt: place.owner.node } : {}),
    }),
  ],
  [
    /^(Int|Float|String|Boolean|ID|Enum|Value|Expected)\b|cannot represent/,
    (_match, node, place) => {
      const argumentName = place?.path.at(-1) ?? "";
      const owner = place?.owner;
      const value = node?.loc ? node.loc.source.body.slice(node.loc.start, node.loc.end) : "";
      return {
        message: `Argument '${argumentName}' on ${owner?.kind ?? "Field"} '${owner?.name ?? ""}' has an invalid value (${value}). Expected type '${place?.expected ?? ""}'.`,
        code: "argumentLiteralsIncompatible",
        facts: { typeName: owner?.kind ?? "Field", argumentName },
        ...(owner ? { shownAt: owner.node } : {}),
      };
    },
  ],
];

/** Shopify's words for a message of graphql-js; undefined for what it words in a way that is not known. */
export function wordingOf(
  message: string,
  node: ASTNode | undefined,
  place: Place | undefined,
): Wording | undefined {
  for (const [pattern, word] of wordings) {
    const match = pattern.exec(message);
    if (match) return word(match, node, place);
  }
  return undefined;
}

function bare(type: string | undefined): string {
  return (type ?? "").replace(/[[\]!]/g, "");
}

function selectedNames(node: ASTNode | undefined): string {
  const selections = node?.kind === Kind.SELECTION_SET ? node.selections : [];
  return selections
    .map((selection) => (selection.kind === Kind.FIELD ? `"${selection.name.value}"` : '"..."'))
    .join(", ");
}
