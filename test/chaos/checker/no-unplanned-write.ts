import type { LoggedRequest } from "#connectors/kit/emulator/emulator.ts";
import type { Evidence, HubRecord, JournalEvidence, Violation } from "../evidence.ts";
import { openCaseFile } from "./model/case-file.ts";
import { readingsOf, writesOf, type Write } from "./model/writes.ts";

/**
 * The journal and the account's log tell one story: nothing was sent that was not planned before, nothing was made twice, and what
 * the journal says was written and read back was.
 */
export function noUnplannedWrite(evidence: Evidence): readonly Violation[] {
  const file = openCaseFile(evidence);
  const recordsOf = findRecords(evidence);
  const writes = writesOf(evidence);
  const byGuid = Map.groupBy(writes, ({ guid }) => guid);
  const found = [...byGuid].flatMap(([guid, ofOne]): readonly Found[] => {
    const records = [...new Set(ofOne.flatMap(recordsOf))];
    const about = records[0] === undefined ? guid : nameOf(records[0]);
    return [
      ...strangeWrites(ofOne),
      // Two records of one person may each have looked before the other one wrote.
      ...(records.length > 1 ? [] : repeated(about, ofOne, evidence)),
      ...unplanned(about, records, ofOne, evidence.clockSkewMs),
    ];
  });
  const readings = Map.groupBy(readingsOf(evidence), ({ guid }) => guid);
  const named = new Map(writes.map((write) => [sourceOf(write), write.guid]));
  const told = [...file.records.values()].flatMap((record) => {
    const guid = record.link?.externalId ?? named.get(record.kind === "orders" ? record.recordId : "") ?? "";
    const numbers = (readings.get(guid) ?? []).map(({ request }) => request);
    return unbacked(record, byGuid.get(guid) ?? [], numbers, evidence.clockSkewMs);
  });
  return [...found, ...told].map((violation) => ({ rule: "no-unplanned-write", ...violation }));
}

type Found = Omit<Violation, "rule">;

function nameOf({ title, kind, recordId }: HubRecord): string {
  return title ?? `${kind}:${recordId}`;
}

/**
 * For which records a write may have been: those that are linked to the document (a guest and a customer may be one person); of a
 * sales order that nobody is linked to the one that its body names.
 */
function findRecords({ hub }: Evidence): (write: Write) => readonly HubRecord[] {
  const linked = Map.groupBy(hub.records, ({ link }) => link?.externalId ?? "");
  const orders = Map.groupBy(
    hub.records.filter(({ kind }) => kind === "orders"),
    ({ recordId }) => recordId,
  );
  return (write) => linked.get(write.guid) ?? orders.get(sourceOf(write)) ?? [];
}

/** Id of the order that the body of a sales order names; of others nothing. */
function sourceOf({ request }: Write): string {
  return /"SourceId":"(\d+)"/.exec(request.body)?.[1] ?? "none";
}

/** Only customers and sales orders are written, by POST, and a sales order that is there never again. */
function strangeWrites(writes: readonly Write[]): readonly Found[] {
  return writes.flatMap(({ request, resource, guid, isCreate }): readonly Found[] => {
    const about = `request ${request.number}`;
    const isUsual =
      request.method === "POST" && guid !== "" && (resource === "SalesOrders" || resource === "Customers");
    if (!isUsual)
      return [{ about, what: `${request.method} ${request.path} is nothing that is ever sent by itself` }];
    return resource === "SalesOrders" && !isCreate
      ? [{ about, what: `it wrote the sales order ${guid} again, which was there already` }]
      : [];
  });
}

/** A call of a hub that dies may still be under way for so long, while the next hub looks already. */
const underWayMs = 1_000;

/**
 * What was carried out is not sent again as it was: whoever looks first finds that it says that already. Only what a hub sent when it
 * died may arrive after the next one has looked.
 */
function repeated(
  about: string,
  writes: readonly Write[],
  { interruptions }: Pick<Evidence, "interruptions">,
): readonly Found[] {
  const carriedOut = writes.filter(({ isCarriedOut }) => isCarriedOut);
  return carriedOut.flatMap(({ request }, index): readonly Found[] => {
    const before = carriedOut[index - 1]?.request;
    if (before === undefined || before.body !== request.body) return [];
    const [from, to] = [Date.parse(before.time) - underWayMs, Date.parse(request.time)];
    return interruptions.some(({ at }) => Date.parse(at) >= from && Date.parse(at) <= to)
      ? []
      : [{ about, what: `request ${request.number} wrote again what request ${before.number} had written` }];
  });
}

/** Every write has a plan of its own in the journal, from before it was sent. */
function unplanned(
  about: string,
  records: readonly HubRecord[],
  writes: readonly Write[],
  skewMs: number,
): readonly Found[] {
  return [true, false].flatMap((isCreate) => {
    const plan = isCreate ? "PLANNED_CREATE" : "PLANNED_UPDATE";
    const sent = writes.filter(
      (write) => write.isCreate === isCreate && (isCreate || write.resource === "Customers"),
    );
    return sent.flatMap(({ request }, index): readonly Found[] => {
      const planned = records
        .flatMap((record) => linesOf(record, plan))
        .filter((line) => isBefore(line.at, request.time, skewMs)).length;
      return planned > index
        ? []
        : [
            {
              about,
              what: `request ${request.number} is write ${index + 1} of it, and ${planned} were planned (${plan}) by then`,
            },
          ];
    });
  });
}

function linesOf(record: HubRecord, ...codes: readonly string[]): readonly JournalEvidence[] {
  return record.journal.filter(({ code }) => codes.includes(code));
}

function isBefore(one: string, other: string, skewMs: number): boolean {
  return Date.parse(one) <= Date.parse(other) + skewMs;
}

/** Lines that say something happened over there, against the log; and the other way about. */
function unbacked(
  record: HubRecord,
  writes: readonly Write[],
  readings: readonly LoggedRequest[],
  skewMs: number,
): readonly Found[] {
  const carriedOut = writes.filter(({ isCarriedOut }) => isCarriedOut);
  const [creates, updates] = [true, false].map((isCreate) =>
    carriedOut.filter((write) => write.isCreate === isCreate).map(({ request }) => request),
  );
  const isTold = creates?.length === 0 || linesOf(record, ...arrivals).length > 0;
  return [
    ...claims(record, "WRITTEN", { done: creates ?? [], readings, skewMs }),
    ...claims(record, "CHANGED", { done: updates ?? [], readings, skewMs }),
    ...(isTold ? [] : ["its document was made, and the journal does not say that it arrived"]),
  ].map((what) => ({ about: nameOf(record), what }));
}

/** Each line with this code has a write of its own before it, which was read back in between; each verdict has such a line. */
function claims(
  record: HubRecord,
  code: "WRITTEN" | "CHANGED",
  log: {
    readonly done: readonly LoggedRequest[];
    readonly readings: readonly LoggedRequest[];
    readonly skewMs: number;
  },
): readonly string[] {
  const lines = linesOf(record, code);
  return [
    ...lines.flatMap((line, index): readonly string[] => {
      const says = `the journal says ${code} (line ${line.id})`;
      const isEarlier = ({ time }: LoggedRequest): boolean => isBefore(time, line.at, log.skewMs);
      const write = log.done.filter(isEarlier).at(index);
      if (write === undefined) return [`${says}, and the log has no such write before it`];
      return log.readings.some((reading) => reading.number > write.number && isEarlier(reading))
        ? []
        : [`${says}, and it was not read back after request ${write.number}`];
    }),
    ...linesOf(record, `${code}_AND_READ_BACK`).flatMap((verdict, index): readonly string[] => {
      const line = lines[index];
      return line !== undefined && line.id < verdict.id
        ? []
        : [`the journal says ${verdict.code} (line ${verdict.id}) without ${code} before it`];
    }),
  ];
}

/** Lines that say of a document that was made that it is there. */
const arrivals = [
  "WRITTEN",
  "CHANGED",
  "ARRIVED_BEFORE",
  "FOUND_AND_AGREES",
  "CUSTOMER_ADOPTED",
  "SIDES_AGREE",
  "SALES_ORDER_DIFFERS",
  "ORDER_CANCELLED_AFTER_ARRIVAL",
  "ORDER_REFUNDED_AFTER_ARRIVAL",
  "ORDER_EDITED_AFTER_ARRIVAL",
  "ORDER_DELIVERY_CHANGED_AFTER_ARRIVAL",
];
