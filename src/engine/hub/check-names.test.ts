import { describe, expect, it } from "vitest";
import type { Configuration } from "../use-cases/hub.ts";
import { checkNames } from "./check-names.ts";

const store = (name: string, domain: string): Configuration["stores"][number] => ({ name, domain, auth: {} });
const connection = (name: string): Configuration["connections"][number] => ({
  name,
  store: "a",
  connector: "x",
  preset: "recommended",
  credentials: {},
  settings: {},
});
const pathsOf = (
  configuration: Configuration,
  known: readonly { name: string; domain: string }[] = [],
): string[] => checkNames(configuration, known).map(({ path }) => path.join("."));

describe("names of stores and connections", () => {
  it("may be the same for a store and a connection, and the same again on a later day", () => {
    expect(
      pathsOf({ stores: [store("a", "A.example")], connections: [connection("a")] }, [
        { name: "a", domain: "a.example" },
      ]),
    ).toEqual([]);
  });

  it("that stand twice are refused where they stand the second time", () => {
    expect(
      pathsOf({
        stores: [store("a", "a.example"), store("a", "b.example")],
        connections: [connection("c"), connection("c")],
      }),
    ).toEqual(["stores.1.name", "connections.1.name"]);
  });

  it.each(["", "a b", "a/b", "-a", "ü", "a\nb", "x".repeat(64)])("such as %j are refused", (name) => {
    expect(pathsOf({ stores: [], connections: [connection(name)] })).toEqual(["connections.0.name"]);
  });
});

describe("a shop's domain", () => {
  it("belongs to one store, whatever its case", () => {
    expect(pathsOf({ stores: [store("a", "x.example"), store("b", "X.example")], connections: [] })).toEqual([
      "stores.1.domain",
    ]);
    expect(
      pathsOf({ stores: [store("b", "x.example")], connections: [] }, [{ name: "a", domain: "x.example" }]),
    ).toEqual(["stores.0.domain"]);
  });

  it("cannot be swapped in one go", () => {
    const known = [
      { name: "a", domain: "a.example" },
      { name: "b", domain: "b.example" },
    ];
    expect(
      pathsOf({ stores: [store("a", "b.example"), store("b", "a.example")], connections: [] }, known),
    ).toEqual(["stores.0.domain", "stores.1.domain"]);
  });
});
