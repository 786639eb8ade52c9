import { describe, expect, it } from "vitest";
import type { Facts } from "#connectors/kit/flow.ts";
import { unknownBuyer } from "#domain/customer/buyer-of-order.ts";
import type { Customer } from "#domain/customer/customer.ts";
import type { WireContact } from "../../schema.ts";
import { patchSettings, type PatchSettings } from "../../settings.ts";
import { customersFlow } from "./customers-flow.ts";
import type { DesiredContact } from "./desired-contact.ts";

const usual = patchSettings.parse({});

function customer(over: Partial<Customer> = {}): Customer {
  return {
    ...unknownBuyer("7", "customer"),
    updatedAt: "2026-03-01T00:00:00.000Z",
    firstName: "Robin",
    lastName: "Fennimore",
    email: "Robin@Mail.Example",
    phone: "+1 234 567 8901",
    billingAddress: null,
    shippingAddress: null,
    ...over,
  };
}

function desired(source: Customer, settings: PatchSettings = usual, occasion = "live"): DesiredContact {
  const projection = customersFlow.project(source, { occasion } as Facts, settings);
  if (!projection.made) throw new Error(projection.attention.code);
  return projection.desired;
}

const contact = (over: Partial<WireContact> = {}): WireContact => ({
  _id: "c1",
  first_name: "Robin",
  last_name: "Fennimore",
  email: "robin@mail.example",
  phone: "12345678901",
  ...over,
});

const plan = (
  source: Customer,
  held: WireContact,
  agreed: DesiredContact | null = null,
  settings: PatchSettings = usual,
) =>
  customersFlow.plan(desired(source, settings), { externalId: held._id, snapshot: held }, agreed, settings);

describe("somebody who buys", () => {
  it("becomes a contact with digits for a phone number, and off where the shop tells nothing of consent", () => {
    const made = customersFlow.plan(desired(customer()), null, null, usual);
    expect(made).toMatchObject({
      action: "create",
      desired: {
        written: {
          first_name: "Robin",
          last_name: "Fennimore",
          email: "Robin@Mail.Example",
          phone: "12345678901",
        },
      },
    });
    expect(made).toMatchObject({ desired: { written: { email_on: false, sms_on: false } } });
  });

  it("is told silently when it is history", () => {
    expect(desired(customer(), usual, "history").silent).toBe(true);
    expect(desired(customer()).silent).toBe(false);
  });

  it.each([
    ["nobody can reach", { email: null, phone: null }, "CONTACT_UNREACHABLE"],
    ["the shop withholds", { email: undefined, phone: undefined }, "CONTACT_WITHHELD"],
    ["is a placeholder", { origin: "placeholder" as const }, "CONTACT_WITHHELD"],
  ])("whom %s is left out", (_, over, code) => {
    expect(customersFlow.accept(customer(over), usual)).toMatchObject({ accepted: false, reason: { code } });
  });

  it("is left out as a guest where the settings say so", () => {
    const settings = patchSettings.parse({ contacts: { guests: "skip" } });
    const guest = customer({ origin: "guest", id: "guest:1" });
    expect(customersFlow.accept(guest, usual).accepted).toBe(true);
    expect(customersFlow.accept(guest, settings)).toMatchObject({ reason: { code: "GUESTS_LEFT_OUT" } });
  });
});

describe("a contact that is there", () => {
  it("that says the same is linked without a write, however it spells it", () => {
    expect(plan(customer(), contact({ phone: "+1 234 567 8901" }))).toMatchObject({
      action: "none",
      adopt: { code: "CONTACT_ADOPTED" },
    });
  });

  it("keeps what somebody entered in Patch, and follows the shop where it still has what was brought", () => {
    const agreed = desired(customer({ lastName: "Fennimore" }));
    const moved = customer({ lastName: "Ashby", phone: "+1 234 567 8902" });
    expect(plan(moved, contact({ last_name: "Entered By Hand" }), agreed)).toMatchObject({
      action: "update",
      desired: { written: { phone: "12345678902" } },
    });
    expect(plan(moved, contact(), agreed)).toMatchObject({
      desired: { written: { last_name: "Ashby", phone: "12345678902" } },
    });
  });

  it("is wiped by nothing that is blank or withheld in the shop", () => {
    const agreed = desired(customer());
    for (const nothing of [null, undefined, " "])
      expect(
        plan(customer({ firstName: nothing, phone: nothing, email: nothing }), contact(), agreed),
      ).toMatchObject({ action: "none" });
  });

  it("is overwritten where the shop wins, as the documented preset has it", () => {
    const settings = patchSettings.parse({ contacts: { fields: { name: "source-wins" } } });
    expect(plan(customer(), contact({ first_name: "Bobby" }), null, settings)).toMatchObject({
      action: "update",
      desired: { written: { first_name: "Robin" } },
    });
  });

  it("keeps its other custom fields when ours is written", () => {
    const settings = patchSettings.parse({ contacts: { customerIdField: "shopify_customer_id" } });
    expect(plan(customer(), contact({ custom_fields: { size: "L" } }), null, settings)).toMatchObject({
      desired: { written: { custom_fields: { size: "L", shopify_customer_id: "7" } } },
    });
  });

  it("sends all that was read where an account blanks what is left out", () => {
    const settings = patchSettings.parse({ contacts: { update: "whole", fields: { name: "source-wins" } } });
    expect(plan(customer(), contact({ first_name: "B", sms_on: true }), null, settings)).toMatchObject({
      desired: { written: { first_name: "Robin", last_name: "Fennimore", sms_on: true } },
    });
  });

  it("that was read back with another value is told", () => {
    const made = customersFlow.plan(desired(customer()), null, null, usual);
    if (made.action !== "create") throw new Error(made.action);
    expect(customersFlow.verify(made.desired, contact())).toEqual([]);
    expect(customersFlow.verify(made.desired, contact({ email: "other@mail.example" }))).toMatchObject([
      { path: "email", from: "other@mail.example" },
    ]);
  });
});

it("a customer without a change in what is told costs nothing; a merged one is asked about", () => {
  const agreed = desired(customer());
  expect(customersFlow.reconsider(customer({ note: "new" }), agreed, usual).decision).toBe("unchanged");
  expect(customersFlow.reconsider(customer({ lastName: "Ashby" }), agreed, usual).decision).toBe("plan");
  expect(customersFlow.deletedInShop?.(agreed, { kind: "customers", id: "8" })).toMatchObject({
    code: "CONTACT_MERGED_IN_SHOP",
  });
  expect(customersFlow.deletedInShop?.(agreed, null)).toBe(null);
});

it("an e-mail that another contact has already is asked about, and nothing is written", () => {
  const early = desired(customer({ email: null }));
  const linked = contact({ email: null, emailTaken: true });
  expect(plan(customer(), linked, early)).toMatchObject({
    action: "attention",
    attention: { code: "CONTACT_EMAIL_TAKEN" },
  });
  expect(plan(customer({ email: null, lastName: "Ashby" }), linked, early)).toMatchObject({
    action: "update",
  });
  expect(plan(customer(), contact({ email: null }), early)).toMatchObject({ action: "update" });
});
