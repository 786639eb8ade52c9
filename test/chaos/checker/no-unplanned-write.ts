import type { Evidence, HubRecord, JournalEvidence, Violation } from "../evidence.ts";
import { openCaseFile } from "./model/case-file.ts";
import { readingsOf, writesOf, type Write } from "./model/writes.ts";

/**
 * The journal and the account's log tell one story: nothing was sent that was not planned before, nothing was made twice, and what
 * the journal says was written and read back was.
 */
export function noUnplannedWrite(evidence: Evidence): readonly Violation[] {
  const file = openCaseFile(evidence);
  const recordOf = findRecords(evidence);
  const writes = writesOf(evidence);
  const byGuid = Map.groupBy(writes, ({ guid }) => guid);
  const found = [...byGuid].flatMap(([guid, ofOne]): readonly Found[] => {
    const record = ofOne.map(recordOf).find((candidate) => candidate !== undefined);
    const about = record === undefined ? guid : nameOf(record);
    return [...strangeWrites(ofOne), ...unplanned(about, record, ofOne, evidence.clockSkewMs)];
  });
  const told = [...file.records.values()].flatMap((record) =>
    unbacked(record, byGuid.get(record.link?.externalId ?? "") ?? [], evidence),
  );
  return [...found, ...told].map((violation) => ({ rule: "no-unplanned-write", ...violation }));
}

type Found = Omit<Violation, "rule">;

function nameOf({ title, kind, recordId }: HubRecord): string {
  return title ?? `${kind}:${recordId}`;
}

/** Which record a write was for: the one that is linked to the document; of a sales order else the one that its body names. */
function findRecords({ hub }: Evidence): (write: Write) => HubRecord | undefined {
  const linked = new Map(hub.records.map((record) => [record.link?.externalId ?? "", record]));
  const orders = new Map(
    hub.records.filter(({ kind }) => kind === "orders").map((record) => [record.recordId, record]),
  );
  return ({ guid, request }) =>
    linked.get(guid) ?? orders.get(/"SourceId":"(\d+)"/.exec(request.body)?.[1] ?? "");
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

/** Every write has a plan of its own in the journal, from before it was sent. */
function unplanned(
  about: string,
  record: HubRecord | undefined,
  writes: readonly Write[],
  skewMs: number,
): readonly Found[] {
  return [true, false].flatMap((isCreate) => {
    const plan = isCreate ? "PLANNED_CREATE" : "PLANNED_UPDATE";
    const sent = writes.filter(
      (write) => write.isCreate === isCreate && (isCreate || write.resource === "Customers"),
    );
    return sent.flatMap(({ request }, index): readonly Found[] => {
      const planned = linesOf(record, plan).filter((line) => isBefore(line.at, request.time, skewMs)).length;
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

function linesOf(record: HubRecord | undefined, ...codes: readonly string[]): readonly JournalEvidence[] {
  return record?.journal.filter(({ code }) => codes.includes(code)) ?? [];
}

function isBefore(one: string, other: string, skewMs: number): boolean {
  return Date.parse(one) <= Date.parse(other) + skewMs;
}

/** Lines that say something happened over there, against the log; and the other way about. */
function unbacked(record: HubRecord, writes: readonly Write[], evidence: Evidence): readonly Found[] {
  const carriedOut = writes.filter(({ isCarriedOut }) => isCarriedOut);
  const isTold = carriedOut.every(({ isCreate }) => !isCreate) || linesOf(record, ...arrivals).length > 0;
  return [
    ...claims(
      record,
      "WRITTEN",
      carriedOut.filter(({ isCreate }) => isCreate),
      evidence,
    ),
    ...claims(
      record,
      "CHANGED",
      carriedOut.filter(({ isCreate }) => !isCreate),
      evidence,
    ),
    ...(isTold ? [] : ["its document was made, and the journal does not say that it arrived"]),
  ].map((what) => ({ about: nameOf(record), what }));
}

/** Each line with this code has a write of its own before it, which was read back in between; each verdict has such a line. */
function claims(
  record: HubRecord,
  code: "WRITTEN" | "CHANGED",
  done: readonly Write[],
  evidence: Evidence,
): readonly string[] {
  const readings = readingsOf(evidence).filter(({ guid }) => guid === record.link?.externalId);
  const lines = linesOf(record, code);
  const isEarlier = ({ time }: { readonly time: string }, { at }: JournalEvidence): boolean =>
    isBefore(time, at, evidence.clockSkewMs);
  return [
    ...lines.flatMap((line, index): readonly string[] => {
      const says = `the journal says ${code} (line ${line.id})`;
      const write = done.filter(({ request }) => isEarlier(request, line)).at(index);
      if (write === undefined) return [`${says}, and the log has no such write before it`];
      const { number } = write.request;
      return readings.some(({ request }) => request.number > number && isEarlier(request, line))
        ? []
        : [`${says}, and it was not read back after request ${number}`];
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
