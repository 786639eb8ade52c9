import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Consent, Customer } from "#domain/customer/customer.ts";
import { unknownBuyer } from "#domain/customer/buyer-of-order.ts";
import type { Facts } from "#connectors/kit/flow.ts";
import type { WireContact } from "../../schema.ts";
import { patchSettings, type PatchSettings } from "../../settings.ts";
import { customersFlow } from "./customers-flow.ts";
import type { DesiredContact } from "./desired-contact.ts";

const usual = patchSettings.parse({});

const person = (emailConsent: Consent | null | undefined): Customer => ({
  ...unknownBuyer("7", "customer"),
  firstName: "Robin",
  lastName: "Fennimore",
  email: "robin@mail.example",
  emailConsent,
});

function desired(source: Customer, settings: PatchSettings): DesiredContact {
  const projection = customersFlow.project(source, { occasion: "live" } as Facts, settings);
  if (!projection.made) throw new Error(projection.attention.code);
  return projection.desired;
}

const made = (source: Customer, settings = usual) => {
  const plan = customersFlow.plan(desired(source, settings), null, null, settings);
  if (plan.action !== "create") throw new Error(plan.action);
  return plan.desired;
};
const held = (over: Partial<WireContact> = {}): WireContact => ({
  _id: "c1",
  first_name: "Robin",
  last_name: "Fennimore",
  email: "robin@mail.example",
  ...over,
});
const next = (source: Customer, contact: WireContact, agreed: DesiredContact | null, settings = usual) =>
  customersFlow.plan(desired(source, settings), { externalId: "c1", snapshot: contact }, agreed, settings);

describe("consent of a new contact", () => {
  it.each([
    ["given", true],
    ["withdrawn", false],
    ["none", false],
    [null, false],
    [undefined, false],
  ] as const)("to e-mails that is %s in the shop", (consent, on) => {
    expect(made(person(consent)).written).toMatchObject({ email_on: on });
  });

  it("to texts is given by nobody in the shop", () => {
    expect(made(person("given")).written).toMatchObject({ sms_on: false });
  });

  it("is the account's business where the settings say so", () => {
    const ignoring = patchSettings.parse({ contacts: { emailConsent: "ignore", smsConsent: "ignore" } });
    expect(Object.keys(made(person("given"), ignoring).written ?? {})).not.toContain("email_on");
  });
});

describe("consent of a contact that is there", () => {
  it("is taken back when the shop says so, and nobody is messaged about that", () => {
    const plan = next(person("withdrawn"), held({ email_on: true }), made(person("given")));
    expect(plan).toMatchObject({ action: "update", desired: { silent: true, written: { email_on: false } } });
    expect(customersFlow.reconsider(person("withdrawn"), made(person("given")), usual).decision).toBe("plan");
  });

  it("is given later by what the shop tells later, of a contact that Waybill made", () => {
    const early = made(person(undefined));
    expect(customersFlow.reconsider(person("given"), early, usual).decision).toBe("plan");
    expect(next(person("given"), held({ email_on: false }), early)).toMatchObject({
      action: "update",
      desired: { open: [], silent: true, written: { email_on: true } },
    });
    // Still not told: it stays open.
    expect(next(person(undefined), held({ email_on: false }), early)).toMatchObject({
      desired: { open: ["email_on"] },
    });
  });

  it("is never switched on of somebody who was there before, whatever happens", () => {
    const consents = fc.constantFrom("given", "withdrawn", "none", null, undefined);
    const rules = fc.constantFrom("map", "withdraw", "ignore");
    fc.assert(
      fc.property(fc.array(consents, { minLength: 1, maxLength: 5 }), rules, (news, rule) => {
        const settings = patchSettings.parse({ contacts: { emailConsent: rule } });
        let agreed: DesiredContact | null = null;
        for (const consent of news) {
          const plan = next(person(consent), held({ email_on: false, sms_on: false }), agreed, settings);
          expect(plan.action).toBe("none");
          if (plan.action === "none") agreed = plan.desired;
        }
      }),
    );
  });

  it("that staff have switched off stays off", () => {
    const agreed = made(person("given"));
    expect(next(person("given"), held({ email_on: false }), agreed)).toMatchObject({ action: "none" });
  });

  it("that was read back otherwise is told", () => {
    const wanted = made(person("none"));
    expect(customersFlow.verify(wanted, held({ email_on: false }))).toEqual([]);
    expect(customersFlow.verify(wanted, held())).toEqual([]);
    expect(customersFlow.verify(wanted, held({ email_on: true }))).toMatchObject([
      { path: "email_on", to: false },
    ]);
  });
});
