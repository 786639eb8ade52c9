import type { Interpretation, SourceConnector } from "#connectors/kit/source-system.ts";
import type { RecordKey } from "#domain/source-record.ts";
import type { KeySnapshot } from "../ports/engine-store.ts";
import type { ToldDelivery } from "./absorb.ts";

/**
 * What the open deliveries of a key tell. A delivery is filed under a key without reading all of its body; should the body turn out
 * to be about another record, nothing of it is used, so that no record is ever written under the name of another. Pure.
 */
export function tellingsOf(
  connector: Pick<SourceConnector, "interpret">,
  { key, deliveries }: Pick<KeySnapshot, "key" | "deliveries">,
): readonly ToldDelivery[] {
  return deliveries.map((delivery) => {
    const { id, topic, triggeredAt } = delivery;
    const tells = connector.interpret(delivery);
    return { id, topic, triggeredAt, tells: isAbout(tells, key) ? tells : aboutAnother(topic) };
  });
}

function isAbout(tells: Interpretation, key: RecordKey): boolean {
  return tells.says !== "record" || (tells.record.kind === key.kind && tells.record.id === key.id);
}

function aboutAnother(topic: string): Interpretation {
  return {
    says: "unreadable",
    reason: {
      code: "NAMES_ANOTHER_RECORD",
      message:
        `The body of this delivery of ${topic} names two records, and it cannot be told which of them it is about. Nothing was ` +
        "read from it; it is kept. Check which program sends to this address.",
    },
  };
}
