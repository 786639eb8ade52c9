import { createHash } from "node:crypto";

/** Namespace of all GUIDs that Waybill derives (RFC 9562, version 5). Changing it would orphan everything written so far. */
const namespace = Buffer.from("6f1d8c0e5b7a4f5ca3f2c0d9e4b81a57", "hex");

/** The all-zero GUID, by which Unleashed says "none". */
export const noGuid = "00000000-0000-0000-0000-000000000000";

/**
 * GUID that follows from the store's domain and what it stands for, such as `("acme.myshopify.com", "orders", "450789469")`:
 * the same on every attempt and every machine, so that a repeated POST meets the object that the first one made. Version 5
 * (SHA-1), lower case with dashes. Letter case of the domain does not count.
 */
export function deriveGuid(domain: string, ...parts: readonly string[]): string {
  // Line breaks occur in no part, so different parts never read as the same text.
  const name = [domain.toLowerCase(), ...parts].join("\n");
  const bytes = createHash("sha1").update(namespace).update(name).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** A GUID as Unleashed compares it: lower case; null for none, absent or all zeros. */
export function normalGuid(guid: string | null | undefined): string | null {
  if (!guid || guid === noGuid) return null;
  return guid.toLowerCase();
}
