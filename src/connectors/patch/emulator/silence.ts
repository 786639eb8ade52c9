import type { PatchSwitches } from "./switches.ts";

type SilenceSwitches = Pick<PatchSwitches, "silence" | "silencePlace">;
type Kind = "contacts" | "events";

/** Whether the account knows `skip_triggers` on writes of this kind. */
export function takesSilence({ silence }: SilenceSwitches, kind: Kind): boolean {
  return silence === "honoured" || silence === kind;
}

/** Whether a write asks for silence where the account looks for it. A contact has no `data`, so there it is never found. */
export function isSilent(
  switches: SilenceSwitches,
  kind: Kind,
  body: Readonly<Record<string, unknown>>,
  query: URLSearchParams,
): boolean {
  if (!takesSilence(switches, kind)) return false;
  const asked = {
    body: () => body["skip_triggers"],
    data: () => {
      const { data } = body;
      return typeof data === "object" && data !== null && "skip_triggers" in data
        ? data.skip_triggers
        : false;
    },
    query: () => query.get("skip_triggers") === "true",
  };
  return asked[switches.silencePlace]() === true;
}
