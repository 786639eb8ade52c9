import { record, drop, keyOf, thing, idOf, type Spoils } from "./spoilt.ts";

export const nothingUnexplainedSpoils: Spoils = {
  "a record that failed": (spoilt) => {
    record(spoilt).outcome = {
      state: "failed",
      reason: { code: "INTERNAL_DEFECT", message: "A mistake." },
      retryAt: null,
    };
  },
  "waiting for what is there": (spoilt) => {
    const linked = thing(spoilt.hub.records.find(({ kind, link }) => kind === "customers" && link !== null));
    record(spoilt).outcome = {
      state: "waiting",
      reason: { code: "WAITING_FOR_RECORD", message: "Waits." },
      on: [{ kind: "customers", id: linked.recordId }],
    };
  },
  "waiting for what will never come": (spoilt) => {
    record(spoilt).outcome = {
      state: "waiting",
      reason: { code: "WAITING_FOR_RECORD", message: "Waits." },
      on: [{ kind: "customers", id: "1" }],
    };
  },
  "an intent": (spoilt) => {
    spoilt.hub.unsettled.intents.push({ ...keyOf(record(spoilt)), action: "create" });
  },
  "a delivery": (spoilt) => {
    spoilt.hub.unsettled.deliveries.push({ topic: "orders/paid", recordId: "1" });
  },
  "a job": (spoilt) => {
    spoilt.hub.unsettled.jobs.push({ queue: "lane", state: "created" });
  },
  "a record in hand": (spoilt) => {
    spoilt.hub.unsettled.holds.push(keyOf(record(spoilt)));
  },
  "a mark": (spoilt) => {
    spoilt.hub.unsettled.dirty.push(keyOf(record(spoilt)));
  },
  "a connection at rest": (spoilt) => {
    spoilt.hub.unsettled.paused = "UNLEASHED_SIGN_IN_REFUSED";
  },
  "an order that the hub does not know": (spoilt) =>
    drop(spoilt.hub.records, ({ recordId }) => recordId === idOf(spoilt, spoilt.names.unpaid)),
  "an order of which nothing was decided": (spoilt) => {
    record(spoilt, spoilt.names.unpaid).outcome = null;
  },
  "a record of nothing": (spoilt) => {
    spoilt.hub.records.push({ ...record(spoilt, spoilt.names.unpaid), recordId: "1" });
  },
  "a question about a buyer without a reason": (spoilt) => {
    const buyer = thing(spoilt.hub.records.find(({ recordId }) => recordId === "guest:shared"));
    buyer.outcome = { state: "attention", reason: { code: "CUSTOMER_GONE", message: "Gone." } };
    spoilt.hub.questions.push({ ...keyOf(buyer), title: "x", code: "CUSTOMER_GONE", choices: ["retry"] });
  },
};
