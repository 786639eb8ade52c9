import type { Faults } from "#connectors/kit/emulator/emulator.ts";

export type Switches = Omit<Faults, "seed" | "operations" | "times">;

/** Everything that may come instead of a whole answer although the request was carried out. */
export const spoiltBodies: readonly Switches[] = [
  { body: { kind: "garbage", rate: 1 } },
  { body: { kind: "html", rate: 1 } },
  { body: { kind: "empty", rate: 1 } },
  { body: { kind: "truncated", rate: 1 } },
];
