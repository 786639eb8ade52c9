import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import type { WebhookDelivery } from "#connectors/kit/source-system.ts";
import type { AnnouncedKey } from "#domain/source-record.ts";
import type { Headers, ShopHandle, SourceSubject } from "../source-subject.ts";

/** An announcement as the shop sent it. */
export interface Arrived {
  readonly headers: Headers;
  readonly body: Buffer;
  readonly delivery: WebhookDelivery;
  /** What `locate` makes of it. */
  readonly key: AnnouncedKey | null;
}

/** Takes what a shop announces, so that a guarantee can look at it and deliver it as it likes. */
export interface Listener {
  readonly address: string;
  readonly arrived: readonly Arrived[];
  /** Everything that was announced of a record, once nothing is under way any more. */
  readonly of: (key: AnnouncedKey) => Promise<readonly Arrived[]>;
  /** Resolves once nothing is under way any more. */
  readonly settled: () => Promise<void>;
  readonly close: () => Promise<void>;
}

const patienceMs = 10_000;

/** Listens on a free port, in the order of what happens. Whoever wants to hear something has to subscribe the address. */
export async function listen(subject: SourceSubject, shop: ShopHandle): Promise<Listener> {
  await subject.shop.announceInTurn(shop);
  const arrived: Arrived[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      arrived.push(arrivalOf(subject, request.headers, Buffer.concat(chunks)));
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const settled = async (): Promise<void> => {
    const until = Date.now() + patienceMs;
    while ((await subject.shop.underWay(shop)) > 0) {
      if (Date.now() > until) throw new Error("the shop does not come to an end with its announcements");
      await pause(5);
    }
  };
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks/shopify`,
    arrived,
    settled,
    of: async ({ kind, id }) => {
      await settled();
      return arrived.filter(({ key }) => key?.kind === kind && key.id === id);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function arrivalOf(subject: SourceSubject, from: IncomingHttpHeaders, body: Buffer): Arrived {
  const headers: Record<string, string | undefined> = {};
  for (const [name, value] of Object.entries(from))
    headers[name] = Array.isArray(value) ? value.join(", ") : value;
  const delivery = subject.deliveries.read(headers, body);
  return { headers, body, delivery, key: subject.connector.locate(delivery.topic, delivery.body) };
}
