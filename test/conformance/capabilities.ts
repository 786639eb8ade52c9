/**
 * What a system may be able to do, and what a connector has to give a reason for when it cannot: in the manifest, under the name
 * itself (`deletes`) or for one flow (`deletes of customers`). A guarantee that needs a capability is run unless the manifest
 * lacks it.
 */
export const capabilities = {
  webhooks: "The system announces changes by itself.",
  orders: "Orders of the shop are carried to it.",
  sums: "The lines of an order's document come to its total.",
  updates: "A document that was made is changed when the record changes in the shop.",
  staffEdits: "People over there can change a document.",
  deletes: "A document that somebody deleted over there is noticed.",
  idempotentWrites: "A write that came twice counts once, or can be found by a reference of ours.",
  matching: "A document that somebody else made is recognised as the counterpart of a record.",
  paging: "Lists and searches come in pages.",
  sessions: "Signing in gives something that ends: a token or a session.",
  budget: "Calls are limited, at once or by time.",
  quota: "So many calls may be made in a day or a month, and no more.",
} as const;

/** The same of a system that records are taken from, and of its kinds of records: `merges`, `silentDeletes of orders`. */
export const sourceCapabilities = {
  sessions: "Signing in gives a token that ends.",
  points: "Calls cost points, which come back with time.",
  longRecords: "A record can be longer than an answer.",
  silentDeletes: "A record that was deleted without a word is found by comparing.",
  merges: "Two customers can become one.",
  withholding: "Parts of records may be withheld.",
  hiding: "Records that are there may be hidden.",
  privacy: "Requests of people about their data are passed on.",
  installation: "The app can be taken off the shop, which is announced.",
} as const;

export type CapabilityName = keyof typeof capabilities;
export type SourceCapabilityName = keyof typeof sourceCapabilities;

/** The reasons that a manifest gives for what is lacking, by capability or by `<capability> of <flow>`. */
export type Lacking = Readonly<Record<string, string>>;

/** Thrown by a guarantee that has nothing to check, because the manifest says for everything why. */
export class LackingCapability extends Error {
  override readonly name = "LackingCapability";
}

/** Why a capability is lacking, as a whole or for one flow; undefined: the manifest does not say that it is. */
export function reasonFor(
  lacking: Lacking,
  name: CapabilityName | SourceCapabilityName,
  flow?: string,
): string | undefined {
  return (flow === undefined ? undefined : lacking[`${name} of ${flow}`]) ?? lacking[name];
}

/** Entries of a manifest that no guarantee asks about: a reason under a misspelt name would excuse nothing. */
export function strayReasons(
  lacking: Lacking,
  flows: readonly string[],
  asked: Readonly<Record<string, string>> = capabilities,
): readonly string[] {
  const known = new Set(
    Object.keys(asked).flatMap((name) => [name, ...flows.map((flow) => `${name} of ${flow}`)]),
  );
  return Object.keys(lacking).filter((name) => !known.has(name));
}
