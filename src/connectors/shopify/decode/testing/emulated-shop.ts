import { answerText } from "#connectors/kit/emulator/answer-text.ts";
import { createEmulatorClock } from "#connectors/kit/emulator/clock.ts";
import { ControlError } from "#connectors/kit/emulator/control-error.ts";
import { announceOrder, changeOrder } from "../../emulator/controls/change-order.ts";
import { fulfil } from "../../emulator/controls/fulfilment-actions.ts";
import { cancel, edit, pay, refund } from "../../emulator/controls/order-actions.ts";
import { placeWishedOrder } from "../../emulator/controls/place-orders.ts";
import { answerGraphql } from "../../emulator/graphql/answer-graphql.ts";
import type { ServedVersion } from "../../emulator/graphql/schema-store.ts";
import { seedShop } from "../../emulator/seed/seed-shop.ts";
import { usualCatalogue } from "../../emulator/seed/usual-catalogue.ts";
import type { ProtectedData, TokenRecord } from "../../emulator/state/app-records.ts";
import type { OrderRecord } from "../../emulator/state/order-records.ts";
import { createShop, type Shop } from "../../emulator/state/shop.ts";
import { eventBody } from "../../emulator/webhooks/bodies/event-body.ts";
import { partsShown, type AskedParts } from "../../documents/asked-parts.ts";

/** Wish of the emulator's control to place orders. */
export type OrderWish = Parameters<typeof placeWishedOrder>[1];

const actions = { pay, fulfil, refund, edit, cancel, change: changeOrder, announce: announceOrder };

export interface Step {
  readonly action: keyof typeof actions;
  readonly body: object;
}

const scopes = [
  "read_orders",
  "read_all_orders",
  "read_customers",
  "read_companies",
  "read_products",
  "read_locations",
];

const token: TokenRecord = { token: "shpat_test", kind: "static", scopes: null, expiresAt: null };

/** A shop of the emulator, without a server: orders are placed and changed, and told by both ways. */
export function createEmulatedShop(options: { readonly currency: string; readonly taxesIncluded: boolean }) {
  const shop: Shop = createShop({
    settings: {
      store: "main",
      domain: "main.myshopify.com",
      name: "Main",
      shopId: "548380009",
      seed: 7,
      timezone: "Australia/Sydney",
      taxes: [{ title: "GST", rate: "0.1", channelLiable: false }],
      defaultVersion: "2026-10",
      strictHttps: false,
      exchangeRates: { EUR: "0.61", JPY: "98.5", USD: "0.66" },
      ...options,
    },
    clock: createEmulatorClock(),
    app: { clientId: "id", clientSecret: "secret" },
    plan: "plus",
    scopes,
  });
  seedShop(shop, usualCatalogue);

  return {
    shop,
    /** Undefined when the wish contradicts itself, such as a gift card for more than the order costs. */
    place(wish: OrderWish): OrderRecord | undefined {
      try {
        return placeWishedOrder(shop, wish);
      } catch (error) {
        if (error instanceof ControlError) return undefined;
        throw error;
      }
    },
    /** Does what it can: a step that the shop refuses changes nothing. */
    act(order: OrderRecord, { action, body }: Step): void {
      try {
        actions[action](shop, order, body);
      } catch (error) {
        if (!(error instanceof ControlError)) throw error;
      }
    },
    protect(protectedData: ProtectedData): AskedParts {
      shop.data.protectedData = protectedData;
      const verdict = (part: keyof ProtectedData) => (protectedData[part] === "ok" ? "ok" : "denied-by-plan");
      return partsShown({
        protectedData: {
          customer: verdict("customer"),
          name: verdict("name"),
          address: verdict("address"),
          email: verdict("email"),
          phone: verdict("phone"),
        },
        scopes,
      });
    },
    tellByWebhook: (order: OrderRecord) =>
      JSON.stringify(eventBody({ topic: "orders/updated", order }, shop)),
    tellCustomerByWebhook(id: string): string {
      const customer = shop.data.customers.get(id);
      if (customer === undefined) throw new Error(`no customer ${id}`);
      return JSON.stringify(eventBody({ topic: "customers/update", customer }, shop));
    },
    /** Data of an answer; an answer with errors fails the test. */
    ask(version: ServedVersion, query: string, variables: Readonly<Record<string, unknown>>): unknown {
      shop.bucket.refill();
      const reply = answerGraphql(shop, version, token, {
        number: 1,
        method: "POST",
        path: "/graphql.json",
        query: "",
        headers: { "content-type": "application/json" },
        body: Buffer.from(JSON.stringify({ query, variables })),
      });
      const answer = JSON.parse(answerText(reply)) as { data: unknown; errors?: unknown };
      if (answer.errors !== undefined) throw new Error(JSON.stringify(answer.errors).slice(0, 2000));
      return answer.data;
    },
  };
}
