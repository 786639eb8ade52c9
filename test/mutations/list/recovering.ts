import type { Mutation } from "../mutation.ts";

/** Mistakes in going on after a crash, and in sharing work. */
export const recoveringMutations: readonly Mutation[] = [
  {
    name: "forget-open-intents",
    says: "A worker that takes a record starts afresh.",
    edits: [
      {
        file: "src/store/engine-store/take-keys.ts",
        find: "const intent = row === undefined ? null : intentOf(row);",
        replace: "const intent = null as OpenIntent | null;",
      },
    ],
    guarantees: ["not-sent-again-unlooked"],
    chaos: {
      rules: ["nothing-unexplained", "right-outcome", "once-each", "becomes-quiet"],
      runs: 60,
    },
  },
  {
    name: "ignore-fences",
    says: "Whoever finishes a record stores what came of it.",
    edits: [
      {
        file: "src/store/engine-store/commit-parts.ts",
        find: "where s.fence = r.fence",
        replace: "where true",
      },
    ],
    guarantees: ["late-worker-stands-back"],
    chaos: {
      beyond:
        "Two workers have to hold one record, which takes two processes and one that stands still; the simulated tier has one process.",
    },
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
    guarantees: ["unheard-is-made-up-for"],
    chaos: {
      beyond: "What a lost wake-up left is found by the sweeps of the run as well.",
    },
  },
];
