import type { Mutation } from "../mutation.ts";

/** Mistakes in going on after a crash, and in sharing work. */
export const recoveringMutations: readonly Mutation[] = [
  {
    name: "forget-open-intents",
    says: "A worker that takes a record starts afresh.",
    edits: [
      {
        file: "src/store/engine-store/take-keys.ts",
        find: "intent: row === undefined ? null : intentOf(row),",
        replace: "intent: null,",
      },
    ],
    guarantees: ["not-sent-again-unlooked"],
    chaos: { rules: [], runs: 100 },
  },
  {
    name: "ignore-fences",
    says: "Whoever finishes a record stores what came of it.",
    edits: [
      {
        file: "src/store/engine-store/commit-parts.ts",
        find: "  where s.fence = r.fence\n",
        replace: "",
      },
    ],
    guarantees: ["hubs-carry-once"],
    chaos: { rules: [], runs: 100 },
  },
  {
    name: "no-healing",
    says: "Every wake-up arrives.",
    edits: [
      {
        file: "src/engine/hub/background.ts",
        find: "run: () => heal(minute) }",
        replace: "run: () => Promise.resolve() }",
      },
      {
        file: "src/engine/hub/background.ts",
        find: "      await heal(0);\n",
        replace: "",
      },
    ],
    guarantees: ["outage-survived"],
    chaos: { rules: [], runs: 200 },
  },
  {
    name: "position-before-the-page",
    says: "A backfill notes its next position as soon as it has a page, and takes the page in after that.",
    edits: [
      {
        file: "src/engine/hub/work-run.ts",
        find: "  await context.store.noteRunRecords(run.id, wanted);\n",
        replace:
          "  await context.store.moveRun(run.id, worker, page.next ?? endOfPages);\n  await context.store.noteRunRecords(run.id, wanted);\n",
      },
      {
        file: "src/engine/hub/work-run.ts",
        find: `"sweep", wanted);\n  await context.store.moveRun(run.id, worker, page.next ?? endOfPages);\n`,
        replace: `"sweep", wanted);\n`,
      },
    ],
    guarantees: ["walk-resumes-anywhere"],
    chaos: { rules: [], runs: 100 },
  },
];
