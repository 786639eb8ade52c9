import { normaliseEmail } from "#domain/customer/buyer-of-order.ts";
import type { WireContact } from "../../schema.ts";
import { textOf } from "../../wire-shape.ts";

/** The e-mail of a contact in lower case; null when it has none. */
export function emailOf({ email }: WireContact): string | null {
  const text = textOf(email);
  return text === null ? null : normaliseEmail(text);
}
