import { getDirectiveValues, getNamedType, GraphQLError, isAbstractType } from "graphql";
import type { GraphQLFieldResolver, GraphQLResolveInfo } from "graphql";
import type { ProtectedData } from "../state/app-records.ts";
import { accessDocumentation, notModelled, refusal } from "./errors.ts";
import type { GraphContext } from "./graph-context.ts";
import { needsIdempotencyKey } from "./mutations/idempotency.ts";
import { pageOfAll, withEveryRow } from "./paginate.ts";
import type { Page } from "./paginate.ts";
import { checkObject, checkProtectedField, protectedKind } from "./protected-data.ts";
import type { RequiredAccess, VersionSchema } from "./schema-store.ts";
import type { Arguments, FieldRule, Resolve, TypeFields } from "./type-fields.ts";

/** Everything known about a field before it is asked for; made once per version. */
interface FieldPlan {
  readonly rule: FieldRule | undefined;
  /** The type has modelled fields, and this is none of them. */
  readonly isRefused: boolean;
  readonly isMutation: boolean;
  readonly connection: "root" | "nested" | null;
  /** What the field and what the type it gives need. */
  readonly access: readonly RequiredAccess[];
  readonly protectedAs: keyof ProtectedData | undefined;
  /** Type of the objects that the field gives, through its connection. */
  readonly objectName: string;
  readonly isAbstract: boolean;
  readonly defaults: Readonly<Record<string, unknown>>;
}

export type GraphResolver = GraphQLFieldResolver<unknown, GraphContext, Record<string, unknown>>;

/**
 * Resolves every field: refuses what is not modelled, not granted, or protected, then asks the field's rule. Objects
 * that a rule made for the answer (money, pages, payloads) are read by property.
 */
export function createFieldResolver(
  { schema, typeAccess, fieldAccess }: VersionSchema,
  types: ReadonlyMap<string, TypeFields>,
): GraphResolver {
  const plans = new Map<string, Map<string, FieldPlan>>();

  const planOf = (info: GraphQLResolveInfo): FieldPlan => {
    const typeName = info.parentType.name;
    let ofType = plans.get(typeName);
    if (!ofType) plans.set(typeName, (ofType = new Map()));
    let plan = ofType.get(info.fieldName);
    if (!plan) ofType.set(info.fieldName, (plan = makePlan(info)));
    return plan;
  };

  const makePlan = (info: GraphQLResolveInfo): FieldPlan => {
    const typeName = info.parentType.name;
    const named = getNamedType(info.returnType);
    const objectName = named.name.replace(/Connection$/, "");
    const rule = types.get(typeName)?.get(info.fieldName);
    const field = info.parentType.getFields()[info.fieldName];
    const access = [fieldAccess.get(`${typeName}.${info.fieldName}`), typeAccess.get(objectName)];
    return {
      rule,
      isRefused: rule === undefined && types.has(typeName),
      isMutation: info.parentType === schema.getMutationType(),
      connection: connectionKind(named.name, info.parentType === schema.getQueryType()),
      access: access.filter((needed) => needed !== undefined),
      protectedAs: protectedKind(typeName, info.fieldName),
      objectName,
      isAbstract: isAbstractType(named),
      defaults: Object.fromEntries(
        (field?.args ?? []).map((argument) => [argument.name, argument.defaultValue]),
      ),
    };
  };

  /** An error in the place of an item refuses that item alone. */
  const refusalOf = (item: unknown, fieldName: string, context: GraphContext): GraphQLError | undefined => {
    const typeName = typeNameOf(item);
    if (!typeName || !schema.getType(typeName)) return undefined;
    const access = typeAccess.get(typeName);
    try {
      if (access) checkAccess(access, fieldName, context);
      checkObject(typeName, context);
      return undefined;
    } catch (error) {
      if (error instanceof GraphQLError) return error;
      throw error;
    }
  };

  return (source, args, context, info) => {
    const plan = planOf(info);
    for (const access of plan.access) checkAccess(access, info.fieldName, context);
    checkObject(plan.objectName, context);
    if (plan.protectedAs) checkProtectedField(plan.protectedAs, info.fieldName, context);
    if (plan.isMutation && plan.rule) readIdempotencyKey(context, info);

    const { bulk } = context;
    if (bulk?.rows && plan.connection === "root") return pageOfAll(bulk.rows);
    const asked = bulk && plan.connection ? withEveryRow(args) : args;
    const value = plan.rule
      ? callRule(plan.rule, plan, source, asked, context, info)
      : readProperty(plan, source, info);
    if (bulk && plan.connection === "root") {
      bulk.gather((value as Page<unknown>).nodes);
      return pageOfAll([]);
    }
    if (!plan.isAbstract) return value;
    const checked = (item: unknown) => refusalOf(item, info.fieldName, context) ?? item;
    return Array.isArray(value) ? value.map(checked) : checked(value);
  };
}

function connectionKind(typeName: string, isRoot: boolean): FieldPlan["connection"] {
  if (!typeName.endsWith("Connection")) return null;
  return isRoot ? "root" : "nested";
}

function callRule(
  rule: FieldRule,
  plan: FieldPlan,
  source: unknown,
  args: Arguments,
  context: GraphContext,
  info: GraphQLResolveInfo,
): unknown {
  for (const name in args) {
    if (rule.args.includes(name)) continue;
    const value = args[name];
    if (value === undefined || value === null || Object.is(value, plan.defaults[name])) continue;
    throw notModelled(info.parentType.name, info.fieldName, name);
  }
  const resolve = rule.resolve as Resolve<unknown>;
  return resolve(source, args, context, rule.args.length > 0 ? pathOf(info.path) : noPath);
}

function readIdempotencyKey(context: GraphContext, info: GraphQLResolveInfo): void {
  const [node] = info.fieldNodes;
  const directive = info.schema.getDirective("idempotent");
  const given = directive && node && getDirectiveValues(directive, node, info.variableValues);
  const key = given?.["key"];
  if (given && (typeof key !== "string" || key.trim() === ""))
    throw refusal("BAD_REQUEST", "The idempotency key cannot be blank.");
  if (!given && needsIdempotencyKey(info.fieldName))
    throw refusal(
      "BAD_REQUEST",
      "The @idempotent directive is required for this mutation but was not provided.",
    );
  context.idempotencyKey = typeof key === "string" ? key : null;
}

const noPath: readonly (string | number)[] = [];

function pathOf(path: GraphQLResolveInfo["path"]): (string | number)[] {
  const keys: (string | number)[] = [];
  for (let at: typeof path | undefined = path; at; at = at.prev) keys.unshift(at.key);
  return keys;
}

function readProperty(plan: FieldPlan, source: unknown, info: GraphQLResolveInfo): unknown {
  if (!plan.isRefused && typeof source === "object" && source !== null && info.fieldName in source)
    return (source as Record<string, unknown>)[info.fieldName];
  throw notModelled(info.parentType.name, info.fieldName);
}

function checkAccess(access: RequiredAccess, fieldName: string, context: GraphContext): void {
  for (const scope of access.scopes) if (context.granted.has(scope)) return;
  throw refusal("ACCESS_DENIED", `Access denied for ${fieldName} field. Required access: ${access.text}`, {
    documentation: accessDocumentation,
    requiredAccess: access.text,
  });
}

/** `__typename` of a record; graphql asks for it at interfaces and unions. */
export function typeNameOf(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null || !("__typename" in value)) return undefined;
  return typeof value.__typename === "string" ? value.__typename : undefined;
}
