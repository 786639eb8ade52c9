import { strange, record, outcome, question, drop, keyOf, type Spoils } from "./spoilt.ts";

export const rightOutcomeSpoils: Spoils = {
  "a refund that nobody is told of": (spoilt) => {
    record(spoilt, spoilt.names.refunded).outcome = { ...outcome(spoilt, spoilt.names.carried) };
    drop(spoilt.hub.questions, ({ title }) => title === spoilt.names.refunded);
  },
  "a question with the wrong code": (spoilt) => {
    outcome(spoilt, spoilt.names.moved).reason.code = "ORDER_EDITED_AFTER_ARRIVAL";
    question(spoilt, spoilt.names.moved).code = "ORDER_EDITED_AFTER_ARRIVAL";
  },
  "a deletion that nobody is told of": (spoilt) => {
    record(spoilt, spoilt.names.deleted).outcome = { ...outcome(spoilt, spoilt.names.carried) };
    drop(spoilt.hub.questions, ({ title }) => title === spoilt.names.deleted);
  },
  "a question about an order that did not change": (spoilt) => {
    record(spoilt).outcome = { ...outcome(spoilt, spoilt.names.refunded) };
    spoilt.hub.questions.push({
      ...question(spoilt, spoilt.names.refunded),
      ...keyOf(record(spoilt)),
      title: spoilt.names.carried,
    });
  },
  "a question that is not open": (spoilt) =>
    drop(spoilt.hub.questions, ({ title }) => title === spoilt.names.refunded),
  "a question that nobody waits for": (spoilt) => {
    spoilt.hub.questions.push({
      ...question(spoilt, spoilt.names.refunded),
      ...keyOf(record(spoilt)),
      title: spoilt.names.carried,
    });
  },
  "a question without a choice": (spoilt) => {
    question(spoilt, spoilt.names.refunded).choices = [];
  },
  "left out for the wrong reason": (spoilt) => {
    outcome(spoilt, spoilt.names.cancelled).reason.code = "ORDER_NOT_PAID";
  },
  "an unknown product that is left out": (spoilt) => {
    record(spoilt, spoilt.names.unknownProduct).outcome = { ...outcome(spoilt, spoilt.names.unpaid) };
    drop(spoilt.hub.questions, ({ title }) => title === spoilt.names.unknownProduct);
  },
  "a link to the sales order of another": (spoilt) => {
    record(spoilt, spoilt.names.unpaid).link = {
      targetKind: "SalesOrders",
      externalId: strange(spoilt).Guid,
    };
  },
  "no link": (spoilt) => {
    record(spoilt).link = null;
  },
};
