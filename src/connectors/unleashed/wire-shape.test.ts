import { describe, expect, it } from "vitest";
import { isWireObject } from "./wire-shape.ts";

const guid = "6f1d8c0e-5b7a-5f5c-a3f2-c0d9e4b81a57";

describe("an object of a reply", () => {
  it.each<[string, Record<string, unknown>]>([
    ["Customers", {}],
    ["Customers", { Addresses: null, Currency: null, NewField: [1] }],
    ["Customers", { Addresses: [{ AddressType: "Postal" }], Email: 5 }],
    ["SalesOrders", { SalesOrderLines: [{ Product: null }, { Product: { Guid: true } }], Customer: {} }],
    ["Products", { Addresses: "not here" }],
    ["constructor", {}],
  ])("of %s may lack, null and add fields: %j", (resource, fields) => {
    expect(isWireObject(resource, { Guid: guid, ...fields })).toBe(true);
  });

  it.each<[string, unknown]>([
    ["Customers", null],
    ["Customers", { Guid: 5 }],
    ["Customers", { Guid: guid, Addresses: "1 High Street" }],
    ["Customers", { Guid: guid, Addresses: { AddressType: "Postal" } }],
    ["Customers", { Guid: guid, Addresses: [null] }],
    ["Customers", { Guid: guid, Currency: "AUD" }],
    ["SalesOrders", { Guid: guid, SalesOrderLines: [{ Product: "TEA" }] }],
    ["SalesOrders", { Guid: guid, Customer: [] }],
  ])("of %s is none with something else where lists and objects stand: %j", (resource, value) => {
    expect(isWireObject(resource, value)).toBe(false);
  });
});
