import type { Clock } from "#connectors/kit/clock.ts";
import { walkList, type ReadPage } from "./paging.ts";
import type { WireContact } from "./schema.ts";
import type { ContactSettings } from "./settings/contact-settings.ts";
import { textOf } from "./wire-shape.ts";

/** What contacts are looked up by where an account's list has no filter for it. */
export type ListedBy = "customer-id" | "phone";

/** The account's contacts by phone number and by customer id, read as a whole once in a while. */
export interface ContactList {
  /** Ids of contacts that had the value when the list was read. Read each again before it counts. */
  idsOf(by: ListedBy, value: string): Promise<readonly string[]>;
  /** Takes in a contact as it was just read or written. */
  note(contact: WireContact): void;
}

type Rules = Pick<ContactSettings, "customerIdField" | "listMinutes" | "mostPages">;

/** The value by which a contact is listed; null: it has none. */
export function listedValue(
  contact: WireContact,
  by: ListedBy,
  { customerIdField }: Pick<Rules, "customerIdField">,
): string | null {
  if (by === "phone") {
    const digits = (textOf(contact.phone) ?? "").replaceAll(/\D/g, "");
    return digits === "" ? null : digits;
  }
  return customerIdField === null ? null : textOf(contact.custom_fields?.[customerIdField]);
}

export function createContactList(readPage: ReadPage<WireContact>, rules: Rules, clock: Clock): ContactList {
  let index = new Map<string, Set<string>>();
  /** Written while the list is read: they may come behind the page that they would be on. */
  let meanwhile: WireContact[] = [];
  let readAt: number | null = null;
  let reading: Promise<void> | null = null;

  const add = (into: Map<string, Set<string>>, contact: WireContact): void => {
    for (const by of ["customer-id", "phone"] as const) {
      const value = listedValue(contact, by, rules);
      if (value === null) continue;
      const key = `${by}\n${value}`;
      const ids = into.get(key);
      if (ids === undefined) into.set(key, new Set([contact._id]));
      else ids.add(contact._id);
    }
  };
  const read = async (): Promise<void> => {
    const next = new Map<string, Set<string>>();
    const startedAt = clock.now();
    await walkList(readPage, "contacts", {
      mostPages: rules.mostPages,
      take: (contacts) => {
        for (const contact of contacts) add(next, contact);
        return true;
      },
    });
    for (const contact of meanwhile) add(next, contact);
    meanwhile = [];
    index = next;
    readAt = startedAt;
  };

  return {
    idsOf: async (by, value) => {
      const isFresh = readAt !== null && clock.now() - readAt < rules.listMinutes * 60_000;
      if (!isFresh) {
        reading ??= read().finally(() => {
          reading = null;
        });
        await reading;
      }
      return [...(index.get(`${by}\n${value}`) ?? [])];
    },
    note: (contact) => {
      add(index, contact);
      if (reading !== null) meanwhile.push(contact);
    },
  };
}
