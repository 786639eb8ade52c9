import type { FlowProbe, TargetHandle, TargetSubject } from "waybill/conformance";
import { cardFileConnector } from "./connector.ts";
import { createCardFileEmulator } from "./emulator.ts";
import type { Card } from "./wire.ts";

const key = "key-of-the-card-file";
const newPhone = "+61355509999";
let added = 0;

/** Staff write a card of somebody. */
async function addCard(target: TargetHandle, email: string): Promise<void> {
  added += 1;
  await target.control("/cards", { id: `staff-${added}`, name: "Somebody Else", email });
}

const cards: FlowProbe = {
  flow: "customers",
  operations: { create: "PUT /cards/{id}", read: "GET /cards/{id}", search: "GET /cards" },
  documents: (dump) =>
    (dump as { readonly cards: readonly Card[] }).cards.map((card) => ({
      id: card.id,
      of: card.email?.toLowerCase() ?? null,
      total: null,
      lines: null,
      buyer: null,
      isDeleted: false,
      content: card,
    })),
  update: {
    operation: "PUT /cards/{id}",
    change: { phone: newPhone },
    shows: (content) => (content as Card).phone === newPhone,
    undo: (target, { id }) => target.control(`/cards/${id}/edit`, { phone: "03 5550 0000" }),
  },
  edit: (target, { id }) => target.control(`/cards/${id}/edit`, { name: "Known by another name" }),
  rekey: (target, { id }) => target.control(`/cards/${id}/edit`, { email: `renamed-${id}@mail.example` }),
  fill: async (target, { id }) => {
    await target.control(`/cards/${id}/edit`, { notes: "Rings twice", colour: "green" });
    return (content) => (content as Card).notes === "Rings twice" && (content as Card).colour === "green";
  },
  matching: {
    addMatch: (target, { email }) => addCard(target, email.toUpperCase()),
    addAmbiguous: async (target, { email }) => {
      await addCard(target, email);
      await addCard(target, email);
    },
    addLookalikes: async (target, { email }, _model, count) => {
      for (let left = count; left > 0; left -= 1) await addCard(target, `${email}.${left}`);
    },
    dropLookalike: async (target, { email }) => {
      const { cards: all } = (await target.dump()) as { readonly cards: readonly Card[] };
      const first = all.find((card) => card.email?.startsWith(`${email}.`));
      await target.control(`/cards/${first?.id}/edit`, { email: "moved@mail.example" });
    },
  },
};

/** The card file, to be judged by `npm run conformance -- <path of this file>`. */
export const subject: TargetSubject = {
  role: "target",
  connector: cardFileConnector,
  emulator: () => createCardFileEmulator(key),
  credentials: (baseUrl) => ({ baseUrl, key }),
  settings: {},
  flows: [cards],
  impatient: { settings: { timeoutSeconds: 0.6 }, ms: 600 },
  tight: { settings: { callsAtOnce: 2 } },
  refusals: { signIn: { code: 401 }, content: { code: 422 } },
  enumerations: ["colour"],
  shrinkPages: (target, size) => target.control("/pages", { largest: size }),
};
