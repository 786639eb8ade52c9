import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { guarantees, guaranteesFor } from "./catalogue.ts";
import { runGuarantee } from "./run-guarantee.ts";
import { subjects } from "./subjects/index.ts";

describe.each(["target", "source"] as const)("the guarantees for a %s", (role) => {
  it("are one file each, named after it", () => {
    const files = readdirSync(join(import.meta.dirname, role))
      .filter((file) => file !== "index.ts")
      .map((file) => file.replace(/\.ts$/, ""));
    const named = guarantees.filter((guarantee) => guarantee.role === role).map(({ name }) => name);
    expect([...named].sort()).toEqual(files.sort());
  });
});

describe.each(subjects.map((subject) => ({ name: subject.connector.name, subject })))(
  "$name",
  ({ subject }) => {
    it.each(guaranteesFor(subject).map((guarantee) => ({ name: guarantee.name, guarantee })))(
      "keeps $name",
      async ({ guarantee }) => {
        const { verdict, reason } = await runGuarantee(guarantee, subject);
        expect(verdict, reason ?? "").not.toBe("broken");
      },
      130_000,
    );
  },
);
