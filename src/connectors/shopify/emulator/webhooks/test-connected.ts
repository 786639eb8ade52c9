import { onTestFinished } from "vitest";
import { testShop } from "../controls/test-shop.ts";
import { startReceiver } from "./test-receiver.ts";
import type { Answer, Received } from "./test-receiver.ts";

/** A shop and a receiver of its webhooks; both end with the test. */
export async function connected(next?: (delivery: number) => Answer) {
  const parts = testShop();
  const receiver = await startReceiver(next);
  onTestFinished(async () => {
    await parts.sender.close();
    receiver.close();
  });
  return { ...parts, ...receiver };
}

export const header = (entry: Received | undefined, name: string) => String(entry?.headers[name]);

export const topics = (received: readonly Received[]) =>
  received.map((entry) => header(entry, "x-shopify-topic"));
