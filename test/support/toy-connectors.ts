import { createHmac } from "node:crypto";
import { z } from "zod";
import type { Finding } from "#connectors/kit/finding.ts";
import type { Flow } from "#connectors/kit/flow.ts";
import type { Interpretation, ReadAnswer, SourceConnector } from "#connectors/kit/source-system.ts";
import type { TargetConnector } from "#connectors/kit/target-connector.ts";
import type { Customer } from "#domain/customer/customer.ts";
import type { AnnouncedRecord } from "#domain/source-record.ts";
import { SyncError } from "#domain/sync-error.ts";

/**
 * The smallest pair of systems that the engine can work with: a shop of customers and a card file that takes them. They let the
 * engine's own promises be tested without any real connector's rules.
 */
export interface ToyShop {
  readonly connector: SourceConnector;
  readonly records: Map<string, AnnouncedRecord>;
  reads: number;
  /** How often it was asked what it is. */
  probes: number;
  /** Set: nothing that is asked of the shop gets an answer. */
  isAway: boolean;
  /** What a look at its webhook subscriptions finds. */
  subscriptions: readonly Finding[];
}

export const toySecret = "toy-secret";

export function toyCustomer(id: string, firstName: string, updatedAt = "2026-01-01T00:00:00.000Z"): Customer {
  return {
    kind: "customers",
    id,
    origin: "customer",
    updatedAt,
    firstName,
    lastName: "Toy",
    companyName: null,
    externalId: null,
    email: `${id}@example.com`,
    phone: null,
    note: null,
    tags: [],
    taxExempt: false,
    billingAddress: null,
    shippingAddress: null,
  };
}

export function createToyShop(): ToyShop {
  const records = new Map<string, AnnouncedRecord>();
  const answered = <T>(answer: T): Promise<T> =>
    shop.isAway ? Promise.reject(shopAway()) : Promise.resolve(answer);
  const shop: ToyShop = {
    records,
    reads: 0,
    probes: 0,
    isAway: false,
    subscriptions: [],
    connector: {
      name: "shopify",
      title: "Toy shop",
      settings: z.unknown(),
      credentials: z.unknown(),
      secrets: [],
      lacking: {},
      verify: (raw, headers, credentials) => {
        const { clientSecret } = credentials as { readonly clientSecret: string };
        return (
          headers["x-shopify-hmac-sha256"] === createHmac("sha256", clientSecret).update(raw).digest("base64")
        );
      },
      locate: (_topic, body) => {
        const id = /"id":"([^"]+)"/.exec(body)?.[1];
        return id === undefined ? null : { kind: "customers", id };
      },
      interpret: (delivery): Interpretation => {
        if (delivery.topic === "app/uninstalled") return { says: "uninstalled" };
        if (delivery.topic === "app/scopes_update") return { says: "scopes-changed" };
        if (delivery.topic === "customers/poke")
          return {
            says: "changed",
            key: { kind: "customers", id: /"id":"([^"]+)"/.exec(delivery.body)?.[1] ?? "" },
          };
        try {
          const record = JSON.parse(delivery.body) as AnnouncedRecord;
          return { says: "record", record, complete: true, withheld: false, alongside: [] };
        } catch {
          return { says: "unreadable", reason: { code: "NOT_JSON", message: "The body is not JSON." } };
        }
      },
      open: () => ({
        read: (_kind, ids) => {
          shop.reads += 1;
          if (shop.isAway) return Promise.reject(shopAway());
          return Promise.resolve(
            new Map(
              ids.map((id): [string, ReadAnswer] => {
                const record = records.get(id);
                return [
                  id,
                  record === undefined ? { state: "absent" } : { state: "present", record, alongside: [] },
                ];
              }),
            ),
          );
        },
        changedSince: (kind, since) =>
          answered({
            records: [...records.values()]
              .filter((record) => record.kind === kind && (record.updatedAt ?? "") >= since)
              .map((record) => ({ record, alongside: [] })),
            next: null,
          }),
        probe: () => {
          shop.probes += 1;
          return answered({
            facts: {
              name: "toy",
              domain: "toy.example",
              currency: "AUD",
              timezone: "UTC",
              plan: null,
              scopes: [],
              protectedData: { customer: "ok", name: "ok", address: "ok", email: "ok", phone: "ok" },
              checkedAt: "2026-01-01T00:00:00.000Z",
            },
            findings: [],
          });
        },
        ensureSubscriptions: () => answered(shop.subscriptions),
        close: () => Promise.resolve(),
      }),
    },
  };
  return shop;
}

function shopAway(): SyncError {
  return new SyncError("unavailable", { code: "SHOP_AWAY", message: "The toy shop does not answer." });
}

export interface Card {
  readonly id: string;
  name: string;
}

/** What happens to the next writes of the card file; shifted off one by one. */
export type ToyFault =
  "lost-before" | "lost-after" | "unavailable" | "rejected" | "garbled" | { readonly throttledMs: number };

export interface ToyCardFile {
  readonly connector: TargetConnector;
  readonly cards: Map<string, Card>;
  readonly faults: ToyFault[];
  /** Writes that were carried out. */
  readonly writes: string[];
}

type Desired = { readonly id: string; readonly name: string };

export function createToyCardFile(): ToyCardFile {
  const file: Omit<ToyCardFile, "connector"> = { cards: new Map(), faults: [], writes: [] };
  const flow: Flow<unknown, unknown, Customer, Desired, Card> = {
    name: "customers",
    title: "Customers",
    sourceKind: "customers",
    targetKind: "Cards",
    targetNoun: "card",
    accept: (source) =>
      source.firstName === "Skip"
        ? { accepted: false, reason: { code: "TOY_SKIPPED", message: "Its name says so." } }
        : { accepted: true },
    reconsider: (source, agreed) =>
      agreed.name === source.firstName
        ? { decision: "unchanged", reason: { code: "SAME", message: "Nothing changed." } }
        : { decision: "plan" },
    requires: (source) =>
      source.firstName?.startsWith("After ") === true
        ? [{ key: { kind: "customers", id: source.firstName.slice("After ".length) } }]
        : [],
    needs: () => [],
    reference: (key) => `card-${key.id}`,
    project: (source) =>
      source.firstName === "Ask"
        ? {
            made: false,
            attention: {
              code: "TOY_QUESTION",
              message: "What now?",
              choices: [
                { choice: "accept", label: "Leave it" },
                { choice: "leave-out", label: "Leave out" },
              ],
            },
          }
        : { made: true, desired: { id: `card-${source.id}`, name: source.firstName ?? "" } },
    find: (_client, query) => {
      const card = file.cards.get(query.externalId ?? query.reference);
      return Promise.resolve(
        card === undefined
          ? { verdict: "none" }
          : {
              verdict: "one",
              candidate: { externalId: card.id, label: card.id, snapshot: { ...card } },
              evidence: { code: "BY_REFERENCE", message: "Found by reference." },
            },
      );
    },
    plan: (desired, current) => {
      if (current === null)
        return {
          action: "create",
          desired,
          fields: [{ path: "name", from: null, to: desired.name, why: "the customer's first name" }],
        };
      if (current.snapshot.name === desired.name)
        return { action: "none", externalId: current.externalId, desired };
      return {
        action: "update",
        externalId: current.externalId,
        desired,
        fields: [
          { path: "name", from: current.snapshot.name, to: desired.name, why: "the customer's first name" },
        ],
      };
    },
    apply: (_client, command, reference) => {
      const fault = file.faults.shift();
      const failure = (kind: ConstructorParameters<typeof SyncError>[0], code: string): Promise<never> =>
        Promise.reject(new SyncError(kind, { code, message: `The card file: ${code}.` }));
      if (typeof fault === "object")
        return Promise.reject(
          new SyncError(
            "throttled",
            { code: "TOO_FAST", message: "The card file asks to wait." },
            { retryAfterMs: fault.throttledMs },
          ),
        );
      if (fault === "lost-before") return failure("unknown-outcome", "ANSWER_LOST");
      if (fault === "unavailable") return failure("unavailable", "AWAY");
      if (fault === "rejected") return failure("rejected", "REFUSED");
      file.writes.push(`${command.action} ${reference}`);
      const name = fault === "garbled" ? `${command.desired.name}?` : command.desired.name;
      file.cards.set(reference, { id: reference, name });
      if (fault === "lost-after") return failure("unknown-outcome", "ANSWER_LOST");
      return Promise.resolve({ externalId: reference });
    },
    read: (_client, externalId) => Promise.resolve(file.cards.get(externalId) ?? null),
    verify: (desired, snapshot) =>
      snapshot.name === desired.name
        ? []
        : [{ path: "name", from: snapshot.name, to: desired.name, why: "read back" }],
    resolve: () => Promise.resolve(null),
    describe: (desired) => `card ${desired.id}`,
  };
  const connector: TargetConnector = {
    name: "cards",
    title: "Card file",
    capabilities: { webhooks: false, idempotentWrites: "byReference", deletes: "none", lacking: {} },
    settings: z.unknown(),
    credentials: z.unknown(),
    presets: { documented: {}, recommended: {} },
    secrets: [],
    budget: () => ({ callsPerSecond: null, callsAtOnce: 8, callsPerDay: null, callsPerMonth: null }),
    conflicts: () => [],
    open: () => ({}),
    close: () => Promise.resolve(),
    check: () => Promise.resolve([]),
    lookUp: () => Promise.resolve(new Map()),
    listMaxAgeMs: 1_000,
    flows: [flow],
  };
  return { ...file, connector };
}
