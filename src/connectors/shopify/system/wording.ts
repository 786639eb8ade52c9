import type { AskedPart } from "../documents/asked-parts.ts";
import type { Refusal } from "./refusals.ts";

const names: Readonly<Record<AskedPart, string>> = {
  customer: "the customer of an order",
  name: "names of people",
  address: "street addresses",
  email: "e-mail addresses",
  phone: "phone numbers",
  places: "addresses as a whole",
  companies: "B2B companies",
  locations: "locations",
  products: "products and variants",
};

/** What a part is called in texts for people. */
export function partName(part: AskedPart): string {
  return names[part];
}

const reasons: Readonly<Record<Refusal["verdict"], string>> = {
  "denied-by-plan":
    "because its plan does not give this kind of app personal data (that takes Grow, Advanced or Plus)",
  "denied-by-approval": "because the app is not approved for it (protected customer data)",
  "denied-by-scope": "because the app lacks a scope for it",
};

export function reasonOf(verdict: Refusal["verdict"]): string {
  return reasons[verdict];
}

const remedies: Readonly<Record<Refusal["verdict"], string>> = {
  "denied-by-plan":
    "Use an app from the Dev Dashboard instead of one made in the store's admin, or move the store to a plan that includes it.",
  "denied-by-approval":
    "Ask for it in the Dev Dashboard under API access requests, Protected customer data access.",
  "denied-by-scope": "Add the scope to the app, release a version of it, and approve it in the store.",
};

export function remedyFor(verdict: Refusal["verdict"]): string {
  return remedies[verdict];
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(words: readonly string[]): string {
  if (words.length < 2) return words[0] ?? "";
  return `${words.slice(0, -1).join(", ")} and ${words.at(-1) ?? ""}`;
}
