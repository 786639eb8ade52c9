import { salesOrder, recognised, record, drop, post, later, thing, saying, type Spoils } from "./spoilt.ts";

export const noUnplannedWriteSpoils: Spoils = {
  "no plan": (spoilt) => drop(record(spoilt).journal, ({ code }) => code === "PLANNED_CREATE"),
  "a plan that came too late": (spoilt) => {
    const planned = thing(record(spoilt).journal.find(({ code }) => code === "PLANNED_CREATE"));
    planned.at = later(planned.at, 5_000);
  },
  "no word that it was written": (spoilt) => drop(record(spoilt).journal, ({ code }) => code === "WRITTEN"),
  "no word that it arrived": (spoilt) =>
    drop(record(spoilt).journal, ({ code }) => code.startsWith("WRITTEN")),
  "a word of a write that the log does not have": (spoilt) => {
    const { journal } = record(spoilt);
    journal.push({ ...thing(journal.find(({ code }) => code === "WRITTEN")), id: 1_000_000 });
  },
  "no reading back": (spoilt) => {
    const { Guid } = salesOrder(spoilt);
    drop(spoilt.log.account, ({ method, path }) => method === "GET" && path.includes(Guid));
  },
  "a second create": saying(/which was there already/, (spoilt) => {
    spoilt.log.account.push({ ...post(spoilt), number: 1_000_000 });
  }),
  "a second create that was refused": (spoilt) => {
    spoilt.log.account.push({ ...post(spoilt), number: 1_000_000, status: 400, ownStatus: 400 });
  },
  "a second create that got lost": (spoilt) => {
    spoilt.log.account.push({
      ...post(spoilt),
      number: 1_000_000,
      status: null,
      ownStatus: null,
      fault: "down",
    });
  },
  "a write of what was written just before": saying(/wrote again what request/, (spoilt) => {
    spoilt.log.account.push({ ...post(spoilt), number: 1_000_000 });
  }),
  "a sales order that was replaced": (spoilt) => {
    spoilt.log.account.push({ ...post(spoilt), method: "PUT", number: 1_000_000 });
  },
  "a customer that was changed without a plan": (spoilt) => {
    spoilt.log.account.push({
      ...post(spoilt),
      path: `/unleashed/Customers/${recognised(spoilt).Guid}`,
      number: 1_000_000,
    });
    spoilt.log.account.push({
      ...post(spoilt),
      path: `/unleashed/Customers/${recognised(spoilt).Guid}`,
      number: 1_000_001,
    });
  },
};
