import type { PresetName } from "#connectors/kit/target-connector.ts";

/**
 * `recommended` is every setting's default. `documented` follows the vendor's help article "How does Shopify Order Syncing work in
 * Patch": all orders are taken; the shop's customer updates the contact; points of an order that applied some follow its total as it
 * stands, also where another program made its events. That a shared phone number means one person is our reading of "default search is by
 * phone number" ("Find Duplicate Contacts/Merge Contacts").
 */
export const patchPresets = {
  documented: {
    contacts: {
      fields: {
        name: "source-wins",
        email: "source-wins",
        phone: "source-wins",
        postalCode: "source-wins",
      },
      phoneWithOtherEmail: "same",
      emailConsent: "ignore",
      smsConsent: "ignore",
    },
    orderEvents: { orders: "all" },
    loyalty: { value: "as-it-stands", adopted: "recalculate" },
  },
  recommended: {},
} as const satisfies Record<PresetName, Record<string, unknown>>;
