import { expect, it } from "vitest";
import type { SourceSystem } from "#connectors/kit/source-system.ts";
import { sayUnread } from "./say-unread.ts";

const stumbled = () => Promise.reject(new TypeError("Cannot read properties of undefined"));

function systemThat(answers: Partial<SourceSystem>): SourceSystem {
  return {
    read: stumbled,
    changedSince: stumbled,
    probe: stumbled,
    ensureSubscriptions: stumbled,
    close: () => Promise.resolve(),
    ...answers,
  };
}

it("says in words that an answer has a shape nobody knows", async () => {
  const system = sayUnread(systemThat({}));
  for (const call of [
    () => system.read("orders", ["1"]),
    () => system.changedSince("orders", "2026-03-01T00:00:00Z", null),
    () => system.probe(),
    () => system.ensureSubscriptions("https://hub.example/webhooks/shopify", null),
  ])
    await expect(call()).rejects.toMatchObject({ reason: { code: "ANSWER_NOT_UNDERSTOOD" } });
});

it("passes on what it adds no words to: a hub that ends has to be able to say so to a shop that waits", () => {
  const told: string[] = [];
  const history = {} as NonNullable<SourceSystem["history"]>;
  const system = sayUnread(systemThat({ history, refuseWaiting: () => told.push("refuse") }));
  system.refuseWaiting?.();
  expect(told).toEqual(["refuse"]);
  expect(system.history).toBe(history);
});

it("leaves failures of other kinds as they are", async () => {
  const away = new Error("the database is away");
  const system = sayUnread(systemThat({ probe: () => Promise.reject(away) }));
  await expect(system.probe()).rejects.toBe(away);
});
