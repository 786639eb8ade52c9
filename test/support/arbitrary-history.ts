import fc from "fast-check";
import type { ToldDelivery } from "#engine/reconcile/absorb.ts";
import type { Customer } from "#domain/customer/customer.ts";
import { orderProgress } from "#domain/order/order-progress.ts";
import type { Order } from "#domain/order/order.ts";
import { buildOrder, builtAddress } from "./order-builder.ts";

/** A record of the shop as it stood after each of its changes, oldest first, and what was announced of that. */
export interface History {
  readonly versions: readonly (Order | Customer)[];
  /** All announcements, in the order of their arrival, cut into what is looked at at once. */
  readonly arrivals: readonly (readonly ToldDelivery[])[];
  /** For each look: whether something was written for the record before, and which version an answer of the shop tells of. */
  readonly looks: readonly { readonly afterWrite: boolean; readonly lag: number }[];
}

export interface HistoryOptions {
  /** Seconds that may pass between two changes; 0: both have the same time. Default 0, 1 and 60. */
  readonly gaps?: readonly number[];
  /** Of two versions of the same second the later one always came further. Default false. */
  readonly progressing?: boolean;
  /** The newest version is announced by a whole body, and no other one is of its second. Default false. */
  readonly newestTold?: boolean;
  /** The shop may withhold what it has told before. Default false: what it shows once, it shows from then on. */
  readonly hidesAgain?: boolean;
}

const start = Date.UTC(2026, 2, 1, 2);
const statuses = ["PENDING", "AUTHORIZED", "PARTIALLY_PAID", "PAID", "PARTIALLY_REFUNDED", "REFUNDED"];

const change = fc.record({
  gap: fc.nat(5),
  status: fc.constantFrom(...statuses, "SOMETHING_NEW"),
  isCancelled: fc.boolean(),
  refunds: fc.nat(3),
  price: fc.constantFrom("10", "12.5", "99.95"),
  note: fc.constantFrom(null, "Ring twice", "Leave at the door"),
  email: fc.constantFrom(null, "jane@customer.example", "doe@customer.example"),
  street: fc.constantFrom("1 High Street", "2 Low Road"),
  customer: fc.constantFrom(null, "7", "8"),
});
type Change = typeof change extends fc.Arbitrary<infer Value> ? Value : never;

const announcement = fc.record({
  version: fc.nat(),
  form: fc.constantFrom<"whole" | "cut" | "hint">("whole", "whole", "cut", "hint"),
  isTimed: fc.boolean(),
});

/**
 * The life of an order or a customer: changes of the same second, parts that the shop withholds throughout or until a moment, whole
 * and cut bodies, mere hints, doubled and in any order. The newest version is announced in one form or another.
 */
export function arbitraryHistory(kind: "orders" | "customers", options: HistoryOptions = {}) {
  const gaps = options.gaps ?? [0, 0, 1, 60];
  return fc
    .record({
      changes: fc.array(change, { minLength: 1, maxLength: 5 }),
      shownFrom: fc.oneof(fc.constant(0), fc.constant(Infinity), fc.nat(5)),
      hidden: fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }),
      announced: fc.array(announcement, { maxLength: 10 }),
      last: announcement,
    })
    .chain(({ changes, shownFrom, hidden, announced, last }) => {
      const isHidden = (index: number) =>
        options.hidesAgain === true ? hidden[index] === true : index < shownFrom;
      const versions = versionsOf(kind, changes, isHidden, gaps, options);
      const newest = versions.length - 1;
      const all = [
        ...announced.map((one) => ({ ...one, version: one.version % versions.length })),
        { ...last, version: newest, ...(options.newestTold === true ? { form: "whole" as const } : {}) },
      ].map((one, id) => deliveryOf(versions, one, id + 1));
      return fc
        .record({
          arrived: fc.shuffledSubarray(all, { minLength: all.length }),
          cuts: fc.array(fc.boolean(), { minLength: all.length, maxLength: all.length }),
          looks: fc.array(fc.record({ afterWrite: fc.boolean(), lag: fc.nat(4) }), {
            minLength: all.length,
            maxLength: all.length,
          }),
        })
        .map(({ arrived, cuts, looks }) => shown({ versions, arrivals: cutUp(arrived, cuts), looks }));
    });
}

/** With a text that a counterexample can be read by: `versions 0 PAID +2s, 1 PENDING +2s; arrived whole 1.2, hint 0 | cut 1`. */
function shown(history: History): History {
  const [first] = history.versions;
  const since = (time: string | null) => (Date.parse(time ?? "") - start) / 1000;
  const versions = history.versions.map((record, index) => {
    const parts =
      record.kind === "orders" ? [record.financialStatus, record.refunds.length] : [record.firstName];
    return `${index} ${[...parts, record.note, record.email].map(String).join("/")} +${since(record.updatedAt)}s`;
  });
  const arrived = history.arrivals.map((deliveries, index) =>
    [
      ...deliveries.map(({ tells, topic, triggeredAt }) => {
        const version = tells.says === "record" ? history.versions.indexOf(tells.record) : "";
        return `${topic.split("/")[1] ?? ""} ${version}${triggeredAt === null ? "" : ` at ${since(triggeredAt)}s`}`;
      }),
      history.looks[index]?.afterWrite === true ? "(written)" : "",
    ].join(", "),
  );
  const text = `${first?.kind ?? ""}, versions ${versions.join(", ")}; arrived ${arrived.join(" | ")}`;
  return Object.assign(history, { [fc.toStringMethod]: () => text });
}

function versionsOf(
  kind: "orders" | "customers",
  changes: readonly Change[],
  isHidden: (index: number) => boolean,
  gaps: readonly number[],
  { progressing = false, newestTold = false }: HistoryOptions,
): readonly (Order | Customer)[] {
  let at = start;
  const versions: (Order | Customer)[] = [];
  for (const [index, change] of changes.entries()) {
    let gap = gaps[change.gap % gaps.length] ?? 1;
    if (newestTold && index === changes.length - 1) gap ||= 1;
    const make = (ms: number) => recordOf(kind, change, new Date(ms).toISOString(), isHidden(index));
    const before = versions.at(-1);
    if (progressing && before !== undefined && !isFurther(make(at), before)) gap ||= 1;
    at += gap * 1000;
    versions.push(make(at));
  }
  return versions;
}

function isFurther(later: Order | Customer, before: Order | Customer): boolean {
  return later.kind === "orders" && before.kind === "orders" && orderProgress(later) > orderProgress(before);
}

function recordOf(
  kind: "orders" | "customers",
  change: Change,
  updatedAt: string,
  isWithheld: boolean,
): Order | Customer {
  const shown = <Value>(value: Value): Value | undefined => (isWithheld ? undefined : value);
  const address = {
    ...builtAddress,
    firstName: shown(builtAddress.firstName),
    lastName: shown(builtAddress.lastName),
    address1: shown(change.street),
    phone: shown(builtAddress.phone),
  };
  const customer = (id: string): Customer => ({
    kind: "customers",
    id,
    origin: "customer",
    updatedAt,
    firstName: shown(`Jane ${change.refunds}`),
    lastName: shown("Doe"),
    companyName: null,
    externalId: null,
    email: shown(change.email),
    phone: shown(null),
    note: change.note,
    tags: undefined,
    taxExempt: change.isCancelled,
    billingAddress: address,
    shippingAddress: address,
  });
  if (kind === "customers") return customer("450789469");
  return buildOrder({
    lines: [{ price: change.price }],
    over: {
      updatedAt,
      financialStatus: change.status,
      cancelledAt: change.isCancelled ? updatedAt : null,
      refunds: Array.from({ length: change.refunds }, (_, index) => String(index + 1)),
      note: change.note,
      email: shown(change.email),
      customer: change.customer === null ? null : customer(change.customer),
      billingAddress: address,
      shippingAddress: address,
    },
  });
}

function deliveryOf(
  versions: History["versions"],
  {
    version,
    form,
    isTimed,
  }: {
    readonly version: number;
    readonly form: "whole" | "cut" | "hint";
    readonly isTimed: boolean;
  },
  id: number,
): ToldDelivery {
  const record = versions[version];
  if (record === undefined) throw new Error(`no version ${version}`);
  const told = {
    id,
    topic: `${record.kind}/${form}`,
    triggeredAt: isTimed ? announcedAt(record, version) : null,
  };
  if (form === "hint")
    return { ...told, tells: { says: "changed", key: { kind: record.kind, id: record.id } } };
  return {
    ...told,
    tells: { says: "record", record, complete: form === "whole", withheld: false, alongside: [] },
  };
}

/** Finer than the record's own time, and later for a later version. */
function announcedAt(record: Order | Customer, version: number): string {
  return new Date(Date.parse(record.updatedAt ?? "") + (version + 1) * 100).toISOString();
}

function cutUp(
  arrived: readonly ToldDelivery[],
  cuts: readonly boolean[],
): readonly (readonly ToldDelivery[])[] {
  const looks: ToldDelivery[][] = [[]];
  for (const [index, delivery] of arrived.entries()) {
    looks.at(-1)?.push(delivery);
    if (cuts[index] === true && index < arrived.length - 1) looks.push([]);
  }
  return looks;
}
