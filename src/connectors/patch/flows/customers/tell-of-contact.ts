import type { PatchAccount } from "../../account.ts";
import type { DesiredContact } from "./desired-contact.ts";

/**
 * Appends `contact.created` or `contact.updated` for an account that does not make them by itself (setting contacts.events). It carries
 * the time of the write, as the vendor's own integration has it ("How does Shopify Order Syncing work in Patch"). Where its answer is
 * lost, or the hub ends just before it, the event may be missing; it is never there twice.
 */
export async function tellOfContact(
  client: PatchAccount,
  action: "create" | "update",
  id: string,
  { search, silent }: DesiredContact,
): Promise<void> {
  const byEmail = client.settings.orderEvents.contactKey === "email" && search.email !== null;
  await client.postEvent(
    {
      event: action === "create" ? "contact.created" : "contact.updated",
      primary_key: byEmail ? "email" : "_id",
      primary_key_value: byEmail ? search.email : id,
      at: new Date(client.now()).toISOString(),
    },
    { silent },
  );
}
