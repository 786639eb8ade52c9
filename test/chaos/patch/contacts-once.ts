import type { Evidence, Violation } from "../evidence.ts";
import { orderCases } from "./order-case.ts";
import type { PatchDump } from "./patch-shapes.ts";
import { digitsOf, emailOf, emailsOf, phonesOf } from "./reach.ts";

/**
 * Of each person there is one contact; who was there before is not lost; consent was switched on for nobody; and every event stands
 * with whoever bought.
 */
export function contactsOnce(evidence: Evidence<PatchDump>): readonly Violation[] {
  const { before, after } = evidence.account;
  const known = new Map(before.contacts.map((contact) => [contact._id, contact]));
  const there = new Map(after.contacts.map((contact) => [contact._id, contact]));
  const fresh = after.contacts.filter(({ _id }) => !known.has(_id));
  const byEmail = Map.groupBy(after.contacts, ({ email }) => emailOf(email));
  const subscribed = new Set(
    evidence.shop.customers.flatMap(({ versions }) =>
      versions.flatMap(({ value }) =>
        value?.defaultEmailAddress?.marketingState === "SUBSCRIBED" ? (emailOf(value.email) ?? []) : [],
      ),
    ),
  );
  return [
    ...before.contacts
      .filter(({ _id }) => !there.has(_id))
      .map(({ _id }) => found(`contact ${_id}`, "it was there before, and is not any more")),
    ...fresh.flatMap(({ _id, email }) => {
      const same = byEmail.get(emailOf(email)) ?? [];
      return emailOf(email) !== null && same.length > 1
        ? [
            found(
              `contact ${_id}`,
              `it was made for the e-mail ${String(email)}, which ${same.length} contacts have`,
            ),
          ]
        : [];
    }),
    ...after.contacts.flatMap(({ _id, email: mail, email_on: email, sms_on: sms }) => {
      const was = known.get(_id);
      const mayBeOn = was === undefined && subscribed.has(emailOf(mail) ?? "");
      return (email && was?.email_on !== true && !mayBeOn) || (sms && was?.sms_on !== true)
        ? [found(`contact ${_id}`, "consent was switched on, and nobody in the shop gave it")]
        : [];
    }),
    ...orderCases(evidence).flatMap(({ name, versions, events }) => {
      const states = versions.map(({ value }) => value);
      const [emails, phones] = [emailsOf(states, evidence), phonesOf(states, evidence)];
      return events.flatMap(({ _id, contact_id: contact }) => {
        const holder = there.get(contact);
        if (holder === undefined)
          return [found(name, `event ${_id} stands with ${contact}, who is not there`)];
        const email = emailOf(holder.email);
        const known = [digitsOf(holder.phone), ...formerPhones(email, evidence)];
        return email === null || emails.has(email) || known.some((phone) => phones.has(phone ?? ""))
          ? []
          : [found(name, `event ${_id} stands with ${email}, who did not buy it`)];
      });
    }),
  ];
}

/** Numbers that somebody with this e-mail had in the shop: an event may have come to their contact by one that changed since. */
function formerPhones(email: string | null, { shop }: Evidence<PatchDump>): readonly (string | null)[] {
  return shop.customers
    .filter(({ versions }) => versions.some(({ value }) => emailOf(value?.email ?? null) === email))
    .flatMap(({ versions }) =>
      versions.flatMap(({ value }) => [
        digitsOf(value?.phone ?? null),
        digitsOf(value?.defaultAddress?.phone ?? null),
      ]),
    );
}

function found(about: string, what: string): Violation {
  return { rule: "contacts-once", about, what };
}
