import { join } from "node:path";
import { format, resolveConfig } from "prettier";
import { expect, it } from "vitest";
import { guaranteesPage } from "./guarantees-page.ts";
import { root } from "./source-codes.ts";

it("the page of guarantees says what the conformance suite checks", async () => {
  const file = join(root, "docs", "reference", "guarantees.md");
  const page = await format(guaranteesPage(), { ...(await resolveConfig(file)), parser: "markdown" });
  await expect(page).toMatchFileSnapshot(file);
});
