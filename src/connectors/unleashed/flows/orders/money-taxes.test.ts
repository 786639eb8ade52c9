import { describe } from "vitest";
import { checkMatrix } from "./check-matrix.ts";

const pst = { title: "PST", rate: "0.07" };
const gst5 = { title: "GST", rate: "0.05" };

describe("money: tax codes", () => {
  checkMatrix({
    "several taxes on a line": {
      order: { lines: [{ price: "19.99", taxes: [gst5, pst] }] },
      account: { taxes: [{ code: "GSTPST", rate: 0.12 }] },
      lines: ["1 TEA @ 19.99 = 19.99 + 2.4 GSTPST"],
      sums: "19.99 + 2.4 = 22.39",
    },
    "several taxes in the price": {
      order: { lines: [{ price: "19.99", taxes: [gst5, pst], quantity: 3 }], taxesIncluded: true },
      settings: { taxes: { byTitle: { "GST + PST": "G.S.T." } } },
      lines: ["3 TEA @ 17.8467 = 53.54 + 6.43 G.S.T."],
      sums: "53.54 + 6.43 = 59.97",
    },
    "different taxes on different lines": {
      order: {
        lines: [
          { price: "10" },
          { price: "10", taxes: [] },
          { price: "10", taxes: [{ title: "NZ", rate: "0.15" }] },
        ],
      },
      lines: ["1 TEA @ 10 = 10 + 1 G.S.T.", "1 TEA @ 10 = 10 + 0 NONE", "1 TEA @ 10 = 10 + 1.5 GST15"],
      sums: "30 + 2.5 = 32.5",
    },
    "tax on the first line only": {
      order: {
        lines: [
          { price: "10", taxes: [{ title: "GST", rate: "0.1" }] },
          { price: "30", taxes: [] },
        ],
      },
      lines: ["1 TEA @ 10 = 10 + 1 G.S.T.", "1 TEA @ 30 = 30 + 0 NONE"],
      sums: "40 + 1 = 41",
    },
    "a rate without a code": {
      order: { lines: [{ price: "10", taxes: [{ title: "VAT", rate: "0.2" }] }] },
      asks: "UNKNOWN_TAX_CODE",
    },
    "a rate with two codes": {
      order: {},
      account: {
        taxes: [
          { code: "A", rate: 0.1 },
          { code: "B", rate: 0.1 },
        ],
      },
      asks: "UNKNOWN_TAX_CODE",
    },
    "a rate with one code for revenue": {
      order: {},
      account: {
        taxes: [
          { code: "A", rate: 0.1 },
          { code: "B", rate: 0.1, revenue: false },
        ],
      },
      lines: ["1 TEA @ 10 = 10 + 1 A"],
      sums: "10 + 1 = 11",
    },
    "a tax code of the settings that is not there": {
      order: {},
      settings: { taxes: { byRate: { "0.10": "GONE" } } },
      asks: "UNKNOWN_TAX_CODE",
    },
    "tax that a marketplace remits, left out": {
      order: { lines: [{ price: "10", taxes: [{ title: "State", rate: "0.08", liable: true }] }] },
      lines: ["1 TEA @ 10 = 10 + 0 NONE"],
      sums: "10 + 0 = 10",
    },
    "tax that a marketplace remits, in the price": {
      order: {
        lines: [{ price: "10.80", taxes: [{ title: "State", rate: "0.08", liable: true }] }],
        taxesIncluded: true,
      },
      lines: ["1 TEA @ 10 = 10 + 0 NONE"],
      sums: "10 + 0 = 10",
    },
    "tax that a marketplace remits, booked": {
      order: { lines: [{ price: "10", taxes: [{ title: "State", rate: "0.1", liable: true }] }] },
      settings: { taxes: { channelLiable: "tax" } },
      lines: ["1 TEA @ 10 = 10 + 1 G.S.T."],
      sums: "10 + 1 = 11",
    },
  });
});
