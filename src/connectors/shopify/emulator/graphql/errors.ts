import { GraphQLError } from "graphql";

/** A refusal inside an answer; other fields go on. Without a code the answer carries none. */
export function refusal(
  code: string | undefined,
  message: string,
  extensions: Record<string, unknown> = {},
): GraphQLError {
  return new GraphQLError(message, { extensions: { ...(code ? { code } : {}), ...extensions } });
}

/** What exists at Shopify and is not part of this emulator: said loudly, never answered with an invented null. */
export function notModelled(typeName: string, fieldName: string, argumentName?: string): GraphQLError {
  const what =
    argumentName === undefined ? `${typeName}.${fieldName}` : `${typeName}.${fieldName}(${argumentName}:)`;
  return refusal("NOT_MODELLED", `The Shopify emulator does not model ${what}`, {
    typeName,
    fieldName,
    ...(argumentName === undefined ? {} : { argumentName }),
  });
}

/** One entry of `errors`. */
export interface ErrorEntry {
  readonly message: string;
  readonly locations?: readonly { readonly line: number; readonly column: number }[];
  readonly path?: readonly (string | number)[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

export function toEntry(error: GraphQLError): ErrorEntry {
  return {
    message: error.message,
    ...(error.locations ? { locations: error.locations } : {}),
    ...(Object.keys(error.extensions).length > 0 ? { extensions: error.extensions } : {}),
    ...(error.path ? { path: error.path } : {}),
  };
}

export const limitsDocumentation = "https://shopify.dev/api/usage/rate-limits";

export const accessDocumentation = "https://shopify.dev/api/usage/access-scopes";
