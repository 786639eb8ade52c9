import { join } from "node:path";
import { format, resolveConfig } from "prettier";
import { expect, it } from "vitest";
import { complaintsPage } from "./complaints-page.ts";
import { root } from "./source-codes.ts";

it("the page of complaints says what the stories and what is pending say", async () => {
  const file = join(root, "docs", "complaints.md");
  const page = await format(complaintsPage(), { ...(await resolveConfig(file)), parser: "markdown" });
  await expect(page).toMatchFileSnapshot(file);
});
