import assert from "node:assert/strict";
import type { FlowUnderTest, TargetWorld } from "./target-world.ts";

/** Notes the documents of a flow; the result fails with the words given when there is one more since. */
export async function watchDocuments(
  world: TargetWorld,
  flow: FlowUnderTest,
): Promise<(complaint: string) => Promise<void>> {
  const ids = async (): Promise<readonly string[]> =>
    flow.documents(await world.target.dump()).map(({ id }) => id);
  const before = new Set(await ids());
  return async (complaint) => {
    const added = (await ids()).filter((id) => !before.has(id));
    assert.deepEqual(added, [], complaint);
  };
}
