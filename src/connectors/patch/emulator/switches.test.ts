import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { defaultSwitches, switchesSchema } from "./switches.ts";

describe("the switches", () => {
  it("each stand in the README with the default first", async () => {
    const page = await readFile(new URL("README.md", import.meta.url), "utf8");
    const [, table = ""] = page.split("## Switches, and what is not known");
    const rows = new Map(
      Array.from(table.matchAll(/^\| `(\w+)` +\| (.+?) +\|/gm), ([, name = "", values = ""]) => [
        name,
        values,
      ]),
    );
    expect([...rows.keys()].toSorted()).toEqual(Object.keys(switchesSchema.shape).toSorted());
    for (const [name, value] of Object.entries(defaultSwitches)) {
      const first = Array.isArray(value) ? value[0] : value;
      const written = rows.get(name)?.replaceAll(/[`"]/g, "") ?? "";
      expect([name, written.split(/[ ,]/)[0]]).toEqual([name, String(first)]);
    }
  });

  it("have defaults that the schema takes", () => {
    expect(switchesSchema.parse(defaultSwitches)).toEqual(defaultSwitches);
  });
});
