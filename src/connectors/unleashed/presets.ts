import type { PresetName } from "#connectors/kit/target-connector.ts";
import { orderPresets } from "./settings/order-settings.ts";

/**
 * `recommended` is every setting's default. `documented` does what the vendor's own Shopify integration does: on every order it
 * lays what the shop says of the customer over what Unleashed holds. That it wipes notes with blanks is its known harm and is not
 * reproduced.
 */
export const unleashedPresets = {
  documented: {
    customers: {
      fields: {
        name: "source-wins",
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
