import type { Flow } from "waybill/kit";
import type { TargetSubject } from "waybill/conformance";
import type { CardFile } from "./client.ts";
import type { DesiredCard } from "./cards-flow.ts";
import type { Card } from "./wire.ts";
import { subject as careful } from "./subject.ts";

/** The card file of an author in a hurry: the first hit will be right, and what is lacking need not be explained. */
const { connector } = careful;
const flow = connector.flows[0] as Flow<unknown, CardFile, never, DesiredCard, Card>;

const carelessFlow: typeof flow = {
  ...flow,
  find: async (client, { desired }) => {
    const [first] = await client.search(desired.says.email ?? "");
    if (first === undefined) return { verdict: "none" };
    return {
      verdict: "one",
      candidate: { externalId: first.id, label: first.id, snapshot: first },
      evidence: { code: "CARD_FIRST_HIT", message: "The first one that was found." },
    };
  },
};

const { deletes: _unexplained, ...lacking } = connector.capabilities.lacking;

export const subject: TargetSubject = {
  ...careful,
  connector: {
    ...connector,
    capabilities: { ...connector.capabilities, lacking },
    flows: [carelessFlow],
  },
};
