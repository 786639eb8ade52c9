import { createHash } from "node:crypto";
import type { SourceConnector } from "#connectors/kit/source-system.ts";
import { keyText, type RecordKey } from "#domain/source-record.ts";
import { createBatcher } from "../batcher.ts";
import { faultPoint } from "../fault-points.ts";
import type { NewDelivery, StoreRow } from "../ports/engine-store.ts";
import { laneOf, type WorkQueue } from "../ports/queue.ts";
import { whyUnreadable } from "../ports/unreadable.ts";
import type { EngineContext } from "../runtime/connection-runtime.ts";
import type { WebhookAnswer } from "../use-cases/hub.ts";

export interface IntakeOptions {
  readonly context: EngineContext;
  readonly queue: WorkQueue;
  /** The store that a domain belongs to. Rejects when that cannot be told, because the database is away. */
  storeOf(domain: string): Promise<KnownStore | null>;
  /** The same after the configuration was read again, if that is not too often: its secret may have been changed. */
  storeAnew(domain: string): Promise<KnownStore | null>;
  /** The connections that take records of a kind from a store. */
  connectionsTaking(store: string, kind: RecordKey["kind"]): readonly string[];
}

export interface KnownStore {
  readonly row: StoreRow;
  readonly connector: SourceConnector;
}

/** Key of the wake-up on a store's own lane. */
export const storeLaneKey = "store:deliveries";

/**
 * Receives webhooks: signature over the raw bytes, one durable row, 200. Rows of the same moment share a commit, and the
 * wake-ups follow after it, gathered; a sweep heals a crash in between.
 */
export function createIntake(options: IntakeOptions) {
  const { context, queue } = options;

  const store = createBatcher<NewDelivery, boolean>({
    maxSize: 200,
    maxWaitMs: 3,
    parallel: 2,
    run: (deliveries) => context.store.insertDeliveries(deliveries),
  });

  const wake = createBatcher<{ lane: string; key: string }, void>({
    maxSize: 500,
    maxWaitMs: 2,
    restMs: 40,
    run: async (wakes) => {
      const lanes = new Map<string, Set<string>>();
      for (const { lane, key } of wakes) {
        const keys = lanes.get(lane) ?? new Set<string>();
        lanes.set(lane, keys.add(key));
      }
      await Promise.all([...lanes].map(([lane, keys]) => queue.wake(lane, [...keys], "live")));
      return wakes.map(() => undefined);
    },
  });

  const wakeAll = (storeName: string, key: RecordKey | null): void => {
    const lanes = key === null ? [] : options.connectionsTaking(storeName, key.kind);
    const targets =
      key === null || lanes.length === 0
        ? [{ lane: laneOf({ store: storeName }), key: storeLaneKey }]
        : lanes.map((connection) => ({ lane: laneOf({ connection }), key: keyText(key) }));
    for (const target of targets)
      wake(target).catch((error: unknown) => {
        context.log.warn({ err: error, lane: target.lane }, "could not wake; the sweep will");
      });
  };

  const findStore = async (domain: string | undefined): Promise<KnownStore | "away" | null> => {
    if (domain === undefined) return null;
    try {
      return await options.storeOf(domain);
    } catch (error) {
      context.log.warn({ err: error }, "whether a delivery's store is configured cannot be told now");
      return "away";
    }
  };

  /** The store, as newly configured as need be, if it has signed these bytes. */
  const signerOf = async (
    known: KnownStore,
    rawBody: Buffer,
    headers: Readonly<Record<string, string | undefined>>,
  ): Promise<KnownStore | null> => {
    const hasSigned = ({ row, connector }: KnownStore): boolean =>
      connector.verify(rawBody, headers, row.credentials);
    if (hasSigned(known)) return known;
    const anew = await options.storeAnew(known.row.domain).catch(() => null);
    return anew !== null && anew.row !== known.row && hasSigned(anew) ? anew : null;
  };

  return {
    async receive(
      headers: Readonly<Record<string, string | undefined>>,
      rawBody: Buffer,
    ): Promise<WebhookAnswer> {
      const known = await findStore(headers["x-shopify-shop-domain"]?.toLowerCase());
      if (known === "away") return { status: 503, retryAfterSeconds: 5, reason: cannotStore };
      if (known === null) return { status: 404, reason: unknownStore };
      if (known.row.state === "unreadable")
        return { status: 503, retryAfterSeconds: 60, reason: whyUnreadable(known.row) ?? cannotStore };
      const signer = await signerOf(known, rawBody, headers);
      if (signer === null) return { status: 401, reason: badSignature };
      const { row, connector } = signer;
      const topic = headers["x-shopify-topic"] ?? "unknown";
      const body = rawBody.toString("utf8");
      const deliveryId = ownId(headers["x-shopify-webhook-id"]) ?? fingerprint(topic, rawBody);
      const told = {
        topic,
        apiVersion: headers["x-shopify-api-version"] ?? null,
        triggeredAt: instant(headers["x-shopify-triggered-at"]),
        body: body.includes("\u0000") ? body.replaceAll("\u0000", "\uFFFD") : body,
      };
      const key = keyOf(connector, told, deliveryId);
      const taken = key !== null && options.connectionsTaking(row.name, key.kind).length > 0;
      const delivery: NewDelivery = {
        ...told,
        store: row.name,
        deliveryId,
        key: taken ? key : null,
        eventId: headers["x-shopify-event-id"] ?? null,
        receivedAt: new Date(context.clock.now()).toISOString(),
      };
      await faultPoint("intake.beforeCommit");
      let isNew: boolean;
      try {
        isNew = await store(delivery);
      } catch (error) {
        context.log.error({ err: error, store: row.name }, "a delivery could not be stored");
        return { status: 503, retryAfterSeconds: 5, reason: cannotStore };
      }
      await faultPoint("intake.afterCommit");
      if (isNew) wakeAll(row.name, taken ? key : null);
      return { status: 200, repeated: !isNew };
    },
  };
}

/**
 * The record a delivery is about. One that should name an order and does not stands for itself, so that its failure can be seen;
 * one whose topic is not used is about no record.
 */
function keyOf(
  connector: SourceConnector,
  delivery: Pick<NewDelivery, "topic" | "body" | "apiVersion" | "triggeredAt">,
  deliveryId: string,
): RecordKey | null {
  const key = connector.locate(delivery.topic, delivery.body);
  if (key !== null || !delivery.topic.startsWith("orders/")) return key;
  if (connector.interpret(delivery).says === "nothing") return null;
  return { kind: "orders", id: `delivery:${deliveryId.slice(0, 100)}` };
}

/** The id a delivery came with; null for none and for one that is longer than any real id and than an index entry may be. */
function ownId(header: string | undefined): string | null {
  return header === undefined || header === "" || header.length > longestId ? null : header;
}

const longestId = 200;

/** Deliveries without an id of their own are told apart by what they say. */
function fingerprint(topic: string, rawBody: Buffer): string {
  return `sha256:${createHash("sha256").update(topic).update("\n").update(rawBody).digest("hex")}`;
}

/** A time as the database can keep it; null for none, and for one that is no time of a delivery. */
function instant(text: string | undefined): string | null {
  const time = text === undefined ? Number.NaN : Date.parse(text);
  return time >= 0 && time < endOfTimes ? new Date(time).toISOString() : null;
}

const endOfTimes = Date.UTC(10_000, 0);

const unknownStore = {
  code: "UNKNOWN_STORE",
  message: "No store with this domain is configured here. Check the store's domain in the configuration.",
};
const badSignature = {
  code: "BAD_SIGNATURE",
  message:
    "The signature does not fit the body. Check that the store's client secret is the one that signs its webhooks.",
};
const cannotStore = {
  code: "CANNOT_STORE",
  message: "The database cannot be written now; nothing was accepted. Send it again later.",
};
