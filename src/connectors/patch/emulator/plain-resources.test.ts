import { describe, expect, it } from "vitest";
import { testAccount } from "./test-account.ts";

describe("tags", () => {
  it("are defined once by name, and attach to nobody by that", async () => {
    const { call, emulator } = testAccount({ createdStatus: 201 });
    emulator.seed({ contacts: [{ phone: "5" }] });
    const made = await call("POST", "/tags", { name: "vip" });
    const again = await call("POST", "/tags", { name: "vip" });
    expect([made.status, again.status, again.body._id]).toEqual([201, 200, made.body._id]);
    expect((await call("GET", "/tags")).list.map(({ name }) => name)).toEqual(["shopify", "vip"]);
    expect((await call("GET", "/contacts")).list[0]?.["tags"]).toEqual([]);
    expect((await call("POST", "/tags", {})).status).toBe(422);
  });
});

describe("products and memberships", () => {
  it("are made, found and changed; a membership joins a contact with a product", async () => {
    const { call, emulator } = testAccount();
    emulator.seed({ contacts: [{ phone: "5" }] });
    const [contact] = (await call("GET", "/contacts")).list;
    expect((await call("POST", "/products", { name: "Tea club" })).body).toEqual({
      error: "required: price, status",
    });
    const product = await call("POST", "/products", {
      name: "Tea club",
      price: "9.50",
      status: "active",
      external_id: 901,
    });
    expect(product.body).toMatchObject({ price: "9.50", external_id: "901" });
    const changed = await call("PUT", `/products/${product.body._id}`, { price: 10, description: "Monthly" });
    expect(changed.body).toMatchObject({ name: "Tea club", price: 10, description: "Monthly" });

    const dangling = { contact_id: contact?._id, product_id: "none" };
    expect((await call("POST", "/memberships", dangling)).status).toBe(422);
    const body = { contact_id: contact?._id, product_id: product.body._id, start_at: "2026-05-01" };
    const membership = await call("POST", "/memberships", body);
    expect(membership.body["start_at"]).toBe("2026-05-01T00:00:00.000Z");
    const path = `/memberships/${membership.body._id}`;
    await call("PATCH", path, { status: "cancelled", external_data: { plan: 3 } });
    expect((await call("GET", path)).body).toMatchObject({ status: "cancelled", external_data: { plan: 3 } });
  });
});

describe("calendar items", () => {
  it("are made, listed by contact and id, changed and deleted", async () => {
    const { call, emulator } = testAccount();
    emulator.seed({ contacts: [{ phone: "5" }, { phone: "6" }] });
    const [first, second] = (await call("GET", "/contacts")).list;
    const day = { start_at: "2026-05-02T10:00:00Z", end_at: "2026-05-02T11:00:00Z" };
    const ids: string[] = [];
    for (const contact_id of [first?._id, second?._id, first?._id])
      ids.push((await call("POST", "/calendar_items", { contact_id, title: "Tasting", ...day })).body._id);
    const listed = async (query: string) =>
      (await call("GET", `/calendar_items?${query}`)).list.map(({ _id }) => _id);
    expect(await listed(`contact_id=${first?._id}`)).toEqual([ids[0], ids[2]]);
    expect(await listed(`min_id=${ids[1]}&limit=1`)).toEqual([ids[1]]);
    expect(await listed(`max_id=${ids[1]}`)).toEqual([ids[0], ids[1]]);
    expect((await call("PUT", `/calendar_items/${ids[0]}`, { title: "Class" })).body["title"]).toBe("Class");
    expect((await call("DELETE", `/calendar_items/${ids[0]}`)).status).toBe(200);
    expect((await call("DELETE", `/calendar_items/${ids[0]}`)).status).toBe(404);
    expect(await listed("")).toEqual([ids[1], ids[2]]);
  });
});
