import type { PlanName } from "#connectors/shopify/emulator/state/plans.ts";
import type { TaxSetting } from "#connectors/shopify/emulator/state/shop.ts";

/** How one emulated shop trades. */
export interface SandboxShop {
  /** Name of the store, and of the emulator: `shopify/<store>`. */
  readonly store: string;
  readonly name: string;
  readonly currency: string;
  readonly taxesIncluded: boolean;
  readonly timezone: string;
  readonly taxes: readonly TaxSetting[];
  readonly plan: PlanName;
  /** Units of a foreign currency for one of the shop's. */
  readonly exchangeRates: Readonly<Record<string, string>>;
  /** Share of the sandbox's orders that are placed here. */
  readonly share: number;
  /** Settings of the connection to Unleashed, beside the preset. */
  readonly unleashed: {
    readonly orders: Readonly<Record<string, unknown>>;
    readonly customers?: Readonly<Record<string, unknown>>;
  };
}

/** An Australian shop whose prices contain tax, and its American branch whose prices do not. */
export const sandboxShops: readonly SandboxShop[] = [
  {
    store: "acme",
    name: "Acme Provisions",
    currency: "AUD",
    taxesIncluded: true,
    timezone: "Australia/Sydney",
    taxes: [{ title: "GST", rate: "0.1", channelLiable: false }],
    plan: "advanced",
    exchangeRates: { NZD: "1.09", USD: "0.65", GBP: "0.51", EUR: "0.6", JPY: "97.3" },
    share: 0.8,
    unleashed: { orders: { currency: { account: "AUD" } } },
  },
  {
    store: "acme-us",
    name: "Acme Provisions US",
    currency: "USD",
    taxesIncluded: false,
    timezone: "America/Chicago",
    taxes: [
      { title: "Texas State Tax", rate: "0.0625", channelLiable: false },
      { title: "Austin City Tax", rate: "0.02", channelLiable: false },
    ],
    plan: "grow",
    exchangeRates: { CAD: "1.37" },
    share: 0.2,
    unleashed: {
      orders: { prefix: "US-", currency: { account: "AUD", rates: { USD: "0.65" } } },
      // The same people buy in both shops, and a customer of Unleashed has one currency.
      customers: { matchBy: ["code"], guests: { code: "US-GUESTS" }, withheld: { code: "US-SALES" } },
    },
  },
];
