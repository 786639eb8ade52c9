import type { ProtectedVerdict } from "#connectors/kit/source-system.ts";
import type { AskedPart } from "../documents/asked-parts.ts";
import type { GraphProblem } from "../errors/graph-problem.ts";

/** A part of records that the shop does not show. */
export interface Refusal {
  readonly part: AskedPart;
  readonly verdict: Exclude<ProtectedVerdict, "ok">;
}

const partsOfFields: Readonly<Record<string, AskedPart>> = {
  customer: "customer",
  customers: "customer",
  mainContact: "customer",
  firstName: "name",
  lastName: "name",
  displayName: "name",
  name: "name",
  recipient: "name",
  address1: "address",
  address2: "address",
  city: "address",
  zip: "address",
  billingAddress: "places",
  shippingAddress: "places",
  defaultAddress: "places",
  email: "email",
  emailAddress: "email",
  defaultEmailAddress: "email",
  phone: "phone",
  phoneNumber: "phone",
  defaultPhoneNumber: "phone",
  purchasingEntity: "companies",
  company: "companies",
  retailLocation: "locations",
  product: "products",
  variant: "products",
};

const partsOfTypes: Readonly<Record<string, AskedPart>> = {
  Customer: "customer",
  MailingAddress: "places",
  CompanyAddress: "places",
  Company: "companies",
  CompanyLocation: "companies",
  CompanyContact: "companies",
};

/**
 * The part behind a withheld field, told by the nearest known key of its path (a refused customer at `purchasingEntity` goes
 * away only with that), else by the refused type. Null: none of the parts that can be left out.
 */
export function refusalOf(problem: GraphProblem): Refusal | null {
  if (problem.kind !== "protected" && problem.kind !== "missing-scope") return null;
  const part = partOf(problem);
  if (part === null) return null;
  if (problem.kind === "missing-scope") return { part, verdict: "denied-by-scope" };
  return { part, verdict: problem.because === "plan" ? "denied-by-plan" : "denied-by-approval" };
}

function partOf({ path, refused }: GraphProblem): AskedPart | null {
  const keys = path.filter((key) => typeof key === "string");
  for (let index = keys.length - 1; index >= 0; index -= 1) {
    const key = keys[index] ?? "";
    // A company name in an address is part of the address; elsewhere `company` is the B2B company.
    if (key === "company" && /address$/i.test(keys[index - 1] ?? "")) return "address";
    const part = partsOfFields[key];
    if (part !== undefined) return part;
  }
  return refused === null ? null : (partsOfTypes[refused] ?? null);
}
