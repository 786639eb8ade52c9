import { expect, it } from "vitest";
import { startToyHub } from "#test/support/toy-hub.ts";
import { toyCustomer } from "#test/support/toy-connectors.ts";

it("what waits when a hub starts is worked on once, however often it is started", async () => {
  const toy = await startToyHub();
  // A target that takes its time: a key that was handed out twice would be written twice meanwhile.
  const flow = toy.file.connector.flows[0]!;
  const find = flow.find.bind(flow);
  flow.find = async (...query) => {
    const found = await find(...query);
    await new Promise((resolve) => setTimeout(resolve, 50));
    return found;
  };
  try {
    const wanted: string[] = [];
    for (let round = 0; round < 3; round += 1) {
      await toy.hub.pause("toy-cards");
      const ids = Array.from({ length: 30 }, (_, index) => `${round}-${index}`);
      await Promise.all(ids.map((id) => toy.deliver("customers/create", toyCustomer(id, "Ann"))));
      wanted.push(...ids.map((id) => `create card-${id}`));
      // Resumed when nobody works any more, so that the next hub finds all of it waiting when it starts.
      await toy.hub.stop();
      await toy.store.setPaused("toy-cards", null);
      // PostgreSQL takes a moment to notice that a process has gone; the next hub is to know at once that it is alone.
      await toy.database.pool.query("delete from waybill.process");
      await toy.restart();
      for (const id of ids) await toy.standing(id, "synced");
    }
    expect(toy.file.writes.toSorted()).toEqual(wanted.toSorted());
  } finally {
    await toy.stop();
  }
});
