import type { PresetName } from "#connectors/kit/target-connector.ts";
import { orderPresets } from "./settings/order-settings.ts";

/**
 * `recommended` is every setting's default. `documented` follows what is publicly known of the vendor's own Shopify integration, and no more:
 * it copies the shop's note over the customer's `Notes` on every web order (public "unleashed-media-sync" service of a merchant),
 * and books orders as `orderPresets.documented` says. That contact data are laid over in the same way is our reading of it. Nothing
 * is known of names, so the name of a customer who was there stays with whoever wrote it (`follow`). That it wipes notes with blanks
 * is its known harm and is not reproduced.
 */
export const unleashedPresets = {
  documented: {
    customers: {
      fields: {
        contact: "source-wins",
        email: "source-wins",
        phone: "source-wins",
        notes: "source-wins",
        postalAddress: "source-wins",
        physicalAddress: "source-wins",
        shippingAddress: "source-wins",
      },
    },
    orders: orderPresets.documented,
  },
  recommended: { orders: orderPresets.recommended },
} as const satisfies Record<PresetName, Record<string, unknown>>;
