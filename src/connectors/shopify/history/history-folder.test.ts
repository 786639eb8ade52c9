import { expect, it } from "vitest";
import { historyFolder } from "./history-files.ts";

it("two shops of one name beside each other share no folder, though their operations have the same id; one shop finds its own again", () => {
  const folder = (port: number) =>
    historyFolder("/tmp", `http://127.0.0.1:${port}/shopify/acme`, "gid://shopify/BulkOperation/1");
  expect(folder(4001)).not.toBe(folder(4002));
  expect(folder(4001)).toBe(folder(4001));
});
