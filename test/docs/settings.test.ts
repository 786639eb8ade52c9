import { join } from "node:path";
import { format, resolveConfig } from "prettier";
import { expect, it } from "vitest";
import { settingsPage } from "./settings-page.ts";
import { root } from "./source-codes.ts";

it("the page of settings says what the schemas say", async () => {
  const file = join(root, "docs", "reference", "settings.md");
  const page = await format(settingsPage(), { ...(await resolveConfig(file)), parser: "markdown" });
  await expect(page).toMatchFileSnapshot(file);
});
