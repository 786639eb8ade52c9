import type { GraphContext } from "./graph-context.ts";

export type Arguments = Readonly<Record<string, unknown>>;

export type Resolve<Source> = (
  source: Source,
  args: Arguments,
  context: GraphContext,
  path: readonly (string | number)[],
) => unknown;

export interface FieldRule {
  readonly resolve: Resolve<never>;
  /** Arguments that the rule obeys; any other that is used is refused. */
  readonly args: readonly string[];
}

export type TypeFields = ReadonlyMap<string, FieldRule>;

type Rule<Source> = Resolve<Source> | { readonly args: readonly string[]; readonly resolve: Resolve<Source> };

/** The modelled fields of a type. What is not in it is refused as not modelled. */
export function typeFields<Source>(rules: Readonly<Record<string, Rule<Source>>>): TypeFields {
  return new Map(
    Object.entries(rules).map(([name, rule]) => [
      name,
      typeof rule === "function" ? { resolve: rule, args: [] } : { resolve: rule.resolve, args: rule.args },
    ]),
  );
}

/** Arguments of connections that `paginate` obeys. */
export const pageArguments = ["first", "last", "after", "before", "reverse"] as const;
