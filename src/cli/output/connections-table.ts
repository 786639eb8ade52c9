import type { ConnectionView } from "#engine/use-cases/hub.ts";
import { cleanText } from "./clean-text.ts";
import { moment } from "./local-time.ts";
import type { Look } from "./look.ts";
import { renderTable } from "./table.ts";
import { number } from "./words.ts";
import { hanging } from "./wrap.ts";

/** Connections with the counts that people look for, and below the table why one does not run. */
export function renderConnections(connections: readonly ConnectionView[], look: Look): string {
  if (connections.length === 0)
    return "There are no connections yet. Write a configuration file and take it with: waybill apply -f FILE";
  const table = renderTable(
    [
      { title: "Connection" },
      { title: "Shop → system", flexible: true },
      { title: "State" },
      { title: "In sync", right: true },
      { title: "Waiting", right: true },
      { title: "To decide", right: true },
      { title: "Failed", right: true },
      { title: "Left out", right: true },
      { title: "In work", right: true },
      { title: "Calls today", right: true },
    ],
    connections.map((connection) => {
      const { counts } = connection;
      const of = (state: string): number => counts[state] ?? 0;
      const alarming = (count: number, style: "yellow" | "red"): string =>
        count > 0 ? look.paint(style, number(count)) : "0";
      return [
        connection.name,
        cleanText(`${connection.store} → ${connection.title}`),
        stateWord(connection, look),
        number(of("synced") + of("unchanged")),
        number(of("waiting")),
        alarming(of("attention"), "yellow"),
        alarming(of("failed"), "red"),
        number(of("skipped")),
        number(connection.waiting),
        number(connection.budget.callsToday),
      ];
    }),
    look,
  );
  return [table, ...connections.flatMap((connection) => hints(connection, look))].join("\n");
}

function stateWord({ state }: ConnectionView, look: Look): string {
  if (state === "running") return look.paint("green", "running");
  return look.paint(
    "yellow",
    { paused: "paused", throttled: "slowed down", "store-unavailable": "no shop" }[state],
  );
}

function hints(connection: ConnectionView, look: Look): readonly string[] {
  const { name, state, reason, budget } = connection;
  const lines: string[] = [];
  if (reason !== null)
    lines.push(
      `${name}: ${cleanText(reason.message)}${state === "paused" ? ` Go on with: waybill resume ${name}` : ""}`,
    );
  if (budget.blockedUntil !== null && Date.parse(budget.blockedUntil) > look.now)
    lines.push(`${name}: the other side asked to wait; calls go on at ${moment(budget.blockedUntil, look)}.`);
  return lines.length === 0 ? [] : ["", ...lines.map((line) => hanging("", line, look.width))];
}
