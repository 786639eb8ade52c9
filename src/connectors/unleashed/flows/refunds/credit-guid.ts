import { deriveGuid } from "../../guid.ts";

/** GUID of the credit that stands for a refund of a store. */
export function creditGuid(domain: string, id: string): string {
  return deriveGuid(domain, "refunds", id);
}
