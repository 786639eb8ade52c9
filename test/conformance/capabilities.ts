/**
 * What a system may be able to do, and what a connector has to give a reason for when it cannot: in the manifest, under the name
 * itself (`deletes`) or for one flow (`deletes of customers`). A guarantee that needs a capability is run unless the manifest
 * lacks it.
 */
export const capabilities = {
  webhooks: "The system announces changes by itself.",
  orders: "Orders of the shop are carried to it.",
  updates: "A document that was made is changed when the record changes in the shop.",
  deletes: "A document that somebody deleted over there is noticed.",
  matching: "A document that somebody else made is recognised as the counterpart of a record.",
  paging: "Lists and searches come in pages.",
  sessions: "Signing in gives something that ends: a token or a session.",
  budget: "Calls are limited, at once or by time.",
  silentDeletes: "A record of the shop that was deleted without a word is found by comparing.",
  merges: "Customers of the shop can become one.",
  withholding: "The shop may withhold parts of its records.",
  hiding: "The shop may hide records that are there.",
  privacy: "The shop passes on requests of people about their data.",
} as const;

export type CapabilityName = keyof typeof capabilities;

/** The reasons that a manifest gives for what is lacking, by capability or by `<capability> of <flow>`. */
export type Lacking = Readonly<Record<string, string>>;

/** Thrown by a guarantee that has nothing to check, because the manifest says for everything why. */
export class LackingCapability extends Error {
  override readonly name = "LackingCapability";
}

/** Why a capability is lacking, as a whole or for one flow; undefined: the manifest does not say that it is. */
export function reasonFor(lacking: Lacking, name: CapabilityName, flow?: string): string | undefined {
  return (flow === undefined ? undefined : lacking[`${name} of ${flow}`]) ?? lacking[name];
}

/** Entries of a manifest that no guarantee asks about: a reason under a misspelt name would excuse nothing. */
export function strayReasons(lacking: Lacking, flows: readonly string[]): readonly string[] {
  const known = new Set(
    Object.keys(capabilities).flatMap((name) => [name, ...flows.map((flow) => `${name} of ${flow}`)]),
  );
  return Object.keys(lacking).filter((name) => !known.has(name));
}
