import type { ConnectionView, Hub, HubEvent } from "#engine/use-cases/hub.ts";

const refreshMs = 2_000;

/**
 * Shows what flows, calmly. On a terminal: a few lines that renew themselves, with the story of the last order below. Anywhere
 * else: one line per order whose standing changed. Never returns.
 */
export async function showLife(hub: Hub, out: NodeJS.WriteStream): Promise<never> {
  if (!out.isTTY) return showLines(hub, out);
  let last: Extract<HubEvent, { type: "record" }> | null = null;
  hub.onEvent((event) => {
    if (event.type === "record" && event.key.startsWith("orders:")) last = event;
  });
  let height = 0;
  for (;;) {
    try {
      const lines = [...summary(await hub.connections()), ...(await story(hub, last))];
      const width = Math.max(40, out.columns ?? 80);
      const cut = lines.map((line) => (line.length > width ? `${line.slice(0, width - 1)}…` : line));
      out.write(`${height > 0 ? `\u001b[${height}A\u001b[0J` : ""}${cut.join("\n")}\n`);
      height = cut.length;
    } catch {
      // The hub may be down or starting again; what was shown stays until it answers.
    }
    await new Promise((resolve) => setTimeout(resolve, refreshMs));
  }
}

async function showLines(hub: Hub, out: NodeJS.WriteStream): Promise<never> {
  const shown = new Map<string, string>();
  hub.onEvent((event) => {
    // Waiting lasts a moment in most cases; what still waits later is in the summary and in `waybill connections`.
    if (event.type !== "record" || !event.key.startsWith("orders:") || event.state === "waiting") return;
    const text = `${event.state}: ${event.message}`;
    if (shown.get(`${event.connection} ${event.key}`) === text) return;
    if (shown.size > 10_000) shown.clear();
    shown.set(`${event.connection} ${event.key}`, text);
    out.write(`${event.connection} ${event.title} ${text}\n`);
  });
  for (;;) await new Promise((resolve) => setTimeout(resolve, 60_000));
}

function summary(connections: readonly ConnectionView[]): readonly string[] {
  return [
    "",
    ...connections.map(({ name, counts, state, waiting }) => {
      const in_sync = (counts["synced"] ?? 0) + (counts["unchanged"] ?? 0);
      const parts = [
        `${in_sync} in sync`,
        `${counts["waiting"] ?? 0} waiting`,
        `${counts["attention"] ?? 0} need a decision`,
        `${counts["failed"] ?? 0} failed`,
        `${counts["skipped"] ?? 0} left out by a rule`,
      ];
      return `${name.padEnd(22)} ${parts.join(" · ")}${waiting > 0 ? ` · ${waiting} in work` : ""}${state === "running" ? "" : ` (${state})`}`;
    }),
  ];
}

async function story(
  hub: Hub,
  last: Extract<HubEvent, { type: "record" }> | null,
): Promise<readonly string[]> {
  if (last === null) return ["", "Waiting for the first order …"];
  const stories = await hub.show(last.key);
  const told = stories.find(({ record }) => record.connection === last.connection);
  return [
    "",
    `The story of ${last.title} (${last.connection}):`,
    ...(told?.journal ?? [])
      .slice(-8)
      .map((line) => `  ${new Date(line.at).toLocaleTimeString()}  ${line.message}`),
  ];
}
