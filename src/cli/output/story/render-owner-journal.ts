import type { ConnectionView } from "#engine/use-cases/hub.ts";
import type { OwnerJournal } from "../../running/owner-journals.ts";
import { quoted } from "../attention-table.ts";
import { renderConnections } from "../connections-table.ts";
import type { Look } from "../look.ts";
import { renderTimeline } from "./timeline.ts";

/** What happened to a connection or a store as a whole, how it stands, and where the rest is told. */
export function renderOwnerJournal(
  { connection, store, journal, earlier }: OwnerJournal,
  connections: readonly ConnectionView[],
  look: Look,
): string {
  const name = connection ?? store ?? "";
  const own = connections.filter((one) => (store === undefined ? one.name === name : one.store === store));
  const head = look.paint("bold", `${store === undefined ? "Connection" : "Shop"} ${name}`);
  const told =
    journal.length === 0
      ? [earlier === undefined ? "Nothing was noted about it as a whole." : "There is nothing before that."]
      : renderTimeline(journal, look);
  const further = [
    ...(earlier === undefined ? [] : [`Earlier lines: waybill show ${quoted(name)} --before ${earlier}`]),
    ...(store === undefined
      ? [`Of its shop: waybill show ${quoted(own[0]?.store ?? "STORE")}`]
      : own.map((one) => `Of its connection: waybill show ${quoted(one.name)}`)),
  ];
  return [
    head,
    own.length === 0 ? "" : renderConnections(own, look),
    told.join("\n"),
    // Commands are kept whole, so that they can be copied.
    further.join("\n"),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}
