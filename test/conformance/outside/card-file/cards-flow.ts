import { settleMatch, type Customer, type FieldChange, type Flow, type Found } from "waybill/kit";
import type { CardFile } from "./client.ts";
import type { Settings } from "./settings.ts";
import type { Card } from "./wire.ts";

type Field = "name" | "email" | "phone";

/** What the shop says of a customer (unknown parts are absent), and what of it this write changes. */
export interface DesiredCard {
  readonly id: string;
  readonly says: Readonly<Partial<Record<Field, string>>>;
  readonly written: Readonly<Partial<Record<Field, string>>>;
}

const fields: readonly Field[] = ["name", "email", "phone"];

/** Blank and unknown are both left out: neither may wipe what a card says. */
function sayingsOf({ firstName, lastName, email, phone }: Customer): DesiredCard["says"] {
  const isNameKnown = firstName !== undefined && lastName !== undefined;
  const name = isNameKnown ? [firstName, lastName].filter(Boolean).join(" ") : "";
  return {
    ...(name === "" ? {} : { name }),
    ...(email ? { email } : {}),
    ...(phone ? { phone } : {}),
  };
}

export const cardsFlow: Flow<Settings, CardFile, Customer, DesiredCard, Card> = {
  name: "customers",
  title: "Customers",
  sourceKind: "customers",
  targetKind: "Cards",
  targetNoun: "card",
  bornAt: () => null,
  accept: ({ email }) =>
    email
      ? { accepted: true }
      : {
          accepted: false,
          reason: {
            code: "CARD_WITHOUT_EMAIL",
            message: "Cards are kept by e-mail, and this customer has none.",
          },
        },
  reconsider: (source, { says }) => {
    const now = sayingsOf(source);
    return fields.every((field) => now[field] === undefined || now[field] === says[field])
      ? {
          decision: "unchanged",
          reason: { code: "CARD_UNCHANGED", message: "Nothing on the card has changed." },
        }
      : { decision: "plan" };
  },
  requires: () => [],
  needs: () => [],
  reference: (key, store) => `${store.domain}-${key.id}`.replaceAll(/[^a-z0-9-]/gi, "-"),
  project: (source, { store }) => ({
    made: true,
    desired: { id: cardsFlow.reference(source, store), says: sayingsOf(source), written: {} },
  }),
  find: async (client, { externalId, reference, desired }): Promise<Found<Card>> => {
    const own = await client.get(externalId ?? reference);
    if (own !== null) return one(own, "CARD_BY_ID", "Found by the id of the card.");
    if (externalId !== null)
      return {
        verdict: "gone",
        evidence: { code: "CARD_GONE", message: "The card of this customer was thrown away." },
      };
    const email = desired.says.email?.toLowerCase() ?? "";
    const hits = await client.search(email);
    return settleMatch(hits.map(candidate), (card) => card.email?.toLowerCase() === email, {
      code: "CARD_BY_EMAIL",
      message: "Found by exactly the same e-mail.",
    });
  },
  plan: (desired, current, agreed) => {
    if (current === null) {
      const written = desired.says;
      return { action: "create", desired: { ...desired, written }, fields: changes(written, null) };
    }
    const { externalId, snapshot } = current;
    // What the shop changed is carried; on a card that was there already only what is empty is filled in.
    const isToWrite = (field: Field, value: string): boolean =>
      agreed === null ? !snapshot[field] : value !== agreed.says[field] && value !== snapshot[field];
    const written = Object.fromEntries(
      Object.entries(desired.says).filter(([field, value]) => isToWrite(field as Field, value)),
    );
    const next = { ...desired, says: { ...agreed?.says, ...desired.says }, written };
    if (Object.keys(written).length > 0)
      return { action: "update", externalId, desired: next, fields: changes(written, snapshot) };
    if (agreed !== null) return { action: "none", externalId, desired: next };
    const adopt = { code: "CARD_ADOPTED", message: "A card that was there already was taken." };
    return { action: "none", externalId, desired: next, adopt };
  },
  apply: async (client, { action, desired }, reference, current) => {
    const empty = { id: reference, name: "", email: null, phone: null, notes: null, colour: "white" };
    const before = action === "create" || current === null ? empty : current;
    // Only what the file takes: what a card may say one day is not sent back.
    const { id, name, email, phone, notes, colour } = { ...before, ...desired.written };
    const card = await client.put({ id, name, email, phone, notes, colour });
    return { externalId: card.id };
  },
  read: (client, externalId) => client.get(externalId),
  verify: ({ written }, card) => changes(written, card).filter(({ from, to }) => from !== to),
  resolve: () => Promise.resolve(null),
  describe: ({ id }) => `card ${id}`,
};

function changes(written: DesiredCard["written"], card: Card | null): readonly FieldChange[] {
  return Object.entries(written).map(([path, to]) => ({
    path,
    from: card?.[path as Field] ?? null,
    to,
    why: "the shop says so",
  }));
}

function candidate(card: Card) {
  return { externalId: card.id, label: card.id, snapshot: card };
}

function one(card: Card, code: string, message: string): Found<Card> {
  return { verdict: "one", candidate: candidate(card), evidence: { code, message } };
}
