import type { Contact } from "./records.ts";

type Indexed = "email" | "phone" | "external_id";

/** Contacts in the order they were made, with look-up by e-mail (in lower case), phone, external id and custom fields. */
export class ContactBook {
  readonly #contacts = new Map<string, Contact>();
  readonly #index = new Map<string, Set<string>>();
  #list: string[] | null = [];

  get size(): number {
    return this.#contacts.size;
  }

  get(id: string): Contact | undefined {
    return this.#contacts.get(id.toLowerCase());
  }

  /** Adds the contact, or replaces the one with its id. */
  put(contact: Contact): void {
    const before = this.#contacts.get(contact._id);
    const old = new Set(before ? entriesOf(before) : []);
    const present = new Set(entriesOf(contact));
    for (const entry of old) if (!present.has(entry)) this.#index.get(entry)?.delete(contact._id);
    for (const entry of present) {
      if (old.has(entry)) continue;
      const ids = this.#index.get(entry);
      if (ids) ids.add(contact._id);
      else this.#index.set(entry, new Set([contact._id]));
    }
    this.#contacts.set(contact._id, contact);
    if (!before) this.#list?.push(contact._id);
  }

  delete(contact: Contact): void {
    for (const entry of entriesOf(contact)) this.#index.get(entry)?.delete(contact._id);
    this.#contacts.delete(contact._id);
    this.#list = null;
  }

  /** All contacts with exactly this value; of an e-mail in any letter case. */
  find(field: Indexed | `custom_fields.${string}`, value: string): Contact[] {
    const ids = this.#index.get(entryOf(field, field === "email" ? value.toLowerCase() : value)) ?? [];
    return Array.from(ids, (id) => this.#contacts.get(id)).filter((contact) => contact !== undefined);
  }

  /** Ids, oldest first. */
  ids(): readonly string[] {
    return (this.#list ??= [...this.#contacts.keys()]);
  }

  values(): Contact[] {
    return [...this.#contacts.values()];
  }
}

function entryOf(field: string, value: string): string {
  return `${field}\n${value}`;
}

function* entriesOf(contact: Contact): Iterable<string> {
  if (contact.email !== null) yield entryOf("email", contact.email.toLowerCase());
  if (contact.phone !== null) yield entryOf("phone", contact.phone);
  if (contact.external_id !== null) yield entryOf("external_id", contact.external_id);
  for (const [key, value] of Object.entries(contact.custom_fields))
    if (value !== null) yield entryOf(`custom_fields.${key}`, String(value));
}
