import type { SourceGuarantee } from "../guarantee.ts";
import { withHubWorld } from "../source-world/hub-world.ts";
import { placeOne } from "../source-world/look-at-records.ts";

export const silentDeletionNoticed: SourceGuarantee = {
  name: "silent-deletion-noticed",
  says: "A record that was deleted without a word is found by comparing with the shop.",
  role: "source",
  needs: "silentDeletes",
  check: (subject) =>
    withHubWorld(subject, async (world) => {
      const { orders } = await placeOne(world);
      await world.stands(orders, ["synced", "unchanged"]);
      await subject.shop.silence(world.shop, true);
      await subject.shop.remove(world.shop, orders);
      await world.advance("PT15M");
      await world.stands(orders, ["attention", "skipped"]);
    }),
};
