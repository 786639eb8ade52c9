import assert from "node:assert/strict";
import type { SourceGuarantee } from "../guarantee.ts";
import { withShopWorld } from "../source-world/shop-world.ts";

export const unknownTopicSurvives: SourceGuarantee = {
  name: "unknown-topic-survives",
  says: "An announcement of something that Waybill does not know is understood as nothing of ours, with the reason, and takes nothing else with it.",
  role: "source",
  check: (subject) =>
    withShopWorld(subject, async (world) => {
      const listener = await world.listen();
      await subject.shop.place(world.shop, { buyer: world.newBuyer() });
      await listener.settled();
      const [arrived] = listener.arrived;
      assert.ok(arrived !== undefined, "the shop announced nothing");
      for (const topic of [
        "orders/teleported",
        "waybill",
        "",
        "__proto__",
        "constructor",
        "ORDERS/CREATE ".repeat(99),
      ])
        for (const body of [arrived.delivery.body, "", "not JSON", "{}"]) {
          const tells = subject.connector.interpret({ ...arrived.delivery, topic, body });
          assert.equal(tells.says, "nothing", `${JSON.stringify(topic)} was taken for something of ours`);
          assert.match(tells.reason.message, /\S/, "there is no reason");
          assert.equal(subject.connector.locate(topic, body), null, "it was taken to be about a record");
        }
    }),
};
