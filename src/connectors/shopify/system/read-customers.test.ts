import { describe, expect, it } from "vitest";
import { customerNode } from "../test/order-node.ts";
import { askedIds, scriptedShop, withheldField, withheldObject } from "../test/scripted-shop.ts";

function locationNode(id: string, company: string): object {
  return {
    id: `gid://shopify/CompanyLocation/${id}`,
    updatedAt: "2026-03-01T10:00:00Z",
    externalId: "ACC-1",
    note: null,
    phone: null,
    taxSettings: { taxExempt: false },
    company: {
      id: `gid://shopify/Company/${company}`,
      updatedAt: "2026-03-01T10:00:00Z",
      name: "Blake & Co",
      externalId: null,
      note: null,
      mainContact: null,
    },
    billingAddress: null,
    shippingAddress: null,
  };
}

describe("reading buyers", () => {
  it("reads customers and companies, each by its own kind of id", async () => {
    const { system, queries } = scriptedShop((query) => ({
      data: {
        nodes: askedIds(query).map((id) =>
          query.name === "CustomersById" ? (id === "8" ? null : customerNode(id)) : locationNode(id, "12"),
        ),
      },
    }));
    const ids = ["7", "8", "company:12:34", "company:99:35", "guest:abc", "placeholder"];
    const answers = await system.read("customers", ids);
    expect([...answers].map(([id, { state }]) => [id, state])).toEqual([
      ["7", "present"],
      ["8", "absent"],
      ["company:12:34", "present"],
      ["company:99:35", "absent"],
      ["guest:abc", "absent"],
      ["placeholder", "absent"],
    ]);
    expect(queries).toHaveLength(2);
    expect(answers.get("company:12:34")).toMatchObject({
      record: { companyName: "Blake & Co", externalId: "ACC-1" },
    });
  });

  it("takes withheld customers for hidden, not for deleted, and asks no more", async () => {
    const { system, queries } = scriptedShop(() => ({
      data: { nodes: [null] },
      errors: [withheldObject("Customer", ["nodes", 0])],
    }));
    const hidden = { state: "absent", hiddenBefore: expect.stringMatching(/^9999/) as string };
    expect((await system.read("customers", ["7"])).get("7")).toEqual(hidden);
    expect((await system.read("customers", ["7"])).get("7")).toEqual(hidden);
    expect(queries).toHaveLength(1);
  });

  it("reads what is left of a customer whose name is withheld", async () => {
    const { system } = scriptedShop(({ query }) => {
      const isAsked = query.includes("firstName");
      const { firstName: _f, lastName: _l, ...nameless } = customerNode("7") as Record<string, unknown>;
      return {
        data: { nodes: [isAsked ? { ...nameless, firstName: null, lastName: null } : nameless] },
        errors: isAsked ? [withheldField("firstName", ["nodes", 0, "firstName"])] : [],
      };
    });
    const answer = (await system.read("customers", ["7"])).get("7");
    const record = answer?.state === "present" ? answer.record : null;
    expect(record).toMatchObject({ email: "ann@example.com" });
    expect(record).toMatchObject({ firstName: undefined, lastName: undefined });
  });
});
