import { describe, expect, it } from "vitest";
import { exact } from "#domain/money.ts";
import type { TaxLine } from "#domain/order/order.ts";
import { createTaxChooser } from "./tax-codes.ts";
import { testSettings } from "./test-facts.ts";

const listed = [
  { Guid: "1", TaxCode: "GST10", TaxRate: 0.1 },
  { Guid: "2", TaxCode: "VAT5", TaxRate: "0.05" },
  { Guid: "3", TaxCode: "NONE", TaxRate: 0 },
  { Guid: "4", TaxCode: "EXPORT", TaxRate: 0 },
  { Guid: "5", TaxCode: "OLD", TaxRate: 0.2, Obsolete: true },
];
const tax = (title: string, rate: string, amount: string): TaxLine => ({
  title,
  rate,
  amount: { shop: amount, presentment: amount },
  channelLiable: false,
});
const choose = (taxes: readonly TaxLine[], net: string, settings: object = {}, decided?: string) => {
  const chooser = createTaxChooser(testSettings({ taxes: settings }).orders.taxes, listed, {
    decision: () => decided,
  });
  const amount = taxes.reduce((sum, entry) => sum.plus(entry.amount.shop), exact(0));
  return chooser.choose(taxes, exact(net), amount)?.code ?? chooser.problems.map(({ key }) => key).join();
};

describe("the tax code of a line", () => {
  it("is that of the tax when it came to less than the smallest unit of a currency without decimals", () => {
    const { taxes } = testSettings({ taxes: { exempt: "NONE" } }).orders;
    const inYen = createTaxChooser(taxes, listed, { decision: () => undefined }, 0);
    expect(inYen.choose([tax("GST", "0.1", "0")], exact("4"), exact("0"))?.code).toBe("GST10");
    expect(inYen.choose([tax("GST", "0.1", "0")], exact("10"), exact("0"))?.code).toBe("NONE");
  });

  it.each<[string, readonly TaxLine[], string, object, string]>([
    ["the only code with the rate", [tax("GST", "0.1", "1")], "10", {}, "GST10"],
    ["a rate that the account writes as text", [tax("VAT", "0.05", "1")], "20", {}, "VAT5"],
    [
      "a title before a rate",
      [tax("GST", "0.1", "1")],
      "10",
      { byTitle: { GST: "VAT5" }, byRate: { "0.1": "NONE" } },
      "VAT5",
    ],
    [
      "a title at one rate before the title",
      [tax("GST", "0.1", "1")],
      "10",
      { byTitle: { GST: "NONE", "GST@0.1": "GST10" } },
      "GST10",
    ],
    [
      "nothing by rate when that is switched off",
      [tax("GST", "0.1", "1")],
      "10",
      { match: false },
      "GST@0.1",
    ],
    ["no obsolete code", [tax("VAT", "0.2", "2")], "10", {}, "VAT@0.2"],
    [
      "the sum of several rates, titles in order",
      [tax("PST", "0.07", "0.7"), tax("GST", "0.05", "0.5")],
      "10",
      {},
      "GST + PST@0.12",
    ],
    ["no guess among several without tax", [], "10", {}, "exempt"],
    ["the set code without tax", [], "10", { exempt: "EXPORT" }, "EXPORT"],
    ["the set code for a rate of zero", [tax("Zero rated", "0", "0")], "10", { exempt: "NONE" }, "NONE"],
    [
      "exempt when a tax is listed and none was charged",
      [tax("GST", "0.1", "0")],
      "10",
      { exempt: "NONE" },
      "NONE",
    ],
    ["the tax when it came to less than a cent", [tax("GST", "0.1", "0")], "0.04", {}, "GST10"],
    ["the tax of a line that is free", [tax("GST", "0.1", "0")], "0", {}, "GST10"],
    ["no rate of zero when tax was charged", [tax("Import", "0", "3")], "10", { exempt: "NONE" }, "Import@?"],
    [
      "a title when the rate is not told",
      [tax("Import", "0", "3")],
      "10",
      { byTitle: { Import: "GST10" } },
      "GST10",
    ],
  ])("%s", (_name, taxes, net, settings, wanted) => expect(choose(taxes, net, settings)).toBe(wanted));

  it("is what a person decided, before everything else", () =>
    expect(choose([tax("GST", "0.1", "1")], "10", { byTitle: { GST: "VAT5" } }, "map=EXPORT")).toBe(
      "EXPORT",
    ));
});
