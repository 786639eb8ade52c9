import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { guarantees, guaranteesFor } from "./catalogue.ts";
import { runGuarantees } from "./run-guarantees.ts";
import type { Verdict } from "./run-guarantee.ts";
import { subjects } from "./subjects/index.ts";

describe.each(["target", "source"] as const)("the guarantees for a %s", (role) => {
  it("are one file each, named after it", () => {
    const files = readdirSync(join(import.meta.dirname, role))
      .filter((file) => file !== "index.ts")
      .map((file) => file.replace(/\.ts$/, ""));
    const named = guarantees.filter((guarantee) => guarantee.role === role).map(({ name }) => name);
    expect([...named].sort()).toEqual(files.sort());
  });

  it("say what they promise in a sentence", () => {
    for (const { says } of guarantees.filter((guarantee) => guarantee.role === role))
      expect(says).toMatch(/^[A-Z].{20,}\.$/u);
  });
});

describe.each(subjects.map((subject) => ({ name: subject.connector.name, subject })))(
  "$name",
  ({ subject }) => {
    const asked = guaranteesFor(subject);
    const verdicts = new Map<string, (verdict: Verdict) => void>();
    const judged = new Map(
      asked.map(({ name }) => [name, new Promise<Verdict>((resolve) => verdicts.set(name, resolve))]),
    );
    let running: Promise<unknown> | null = null;

    it.each(asked)(
      "keeps $name",
      async ({ name }) => {
        running ??= runGuarantees(asked, subject, (verdict) => verdicts.get(verdict.guarantee)?.(verdict));
        const verdict = await judged.get(name);
        expect(verdict?.verdict, verdict?.reason ?? "").toMatch(/^(kept|lacking)$/);
      },
      250_000,
    );
  },
);
