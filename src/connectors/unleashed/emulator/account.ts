import { randomUUID } from "node:crypto";
import type { EmulatorClock } from "#connectors/kit/emulator/emulator.ts";
import { Collection } from "./collection.ts";
import type {
  CreditNote,
  Currency,
  Customer,
  Product,
  SalesOrder,
  Shipment,
  Tax,
  Warehouse,
  WireObject,
} from "./records.ts";
import type { UnleashedSettings } from "./settings.ts";
import { StockLedger } from "./stock-ledger.ts";
import type { WebhookSender } from "./webhook-sender.ts";

/** Plain lists that an account keeps for choosing from, by the name of their resource. */
export type ListName =
  | "DeliveryMethods"
  | "PaymentTerms"
  | "ProductGroups"
  | "SellPriceTiers"
  | "SalesPersons"
  | "CustomerTypes"
  | "UnitOfMeasures";

/** Everything one emulated account holds. */
export interface Account {
  readonly clock: EmulatorClock;
  settings: UnleashedSettings;
  /** Since when new objects are as late as `readableAfterMs` says: what could be read before stays readable. */
  lateSinceMs: number;
  /** Custom order statuses: refinements of Parked. */
  customStatuses: readonly string[];
  /** Code of the currency the account keeps its books in. */
  baseCurrency: string;
  readonly customers: Collection<Customer, "code">;
  readonly products: Collection<Product, "code">;
  readonly salesOrders: Collection<SalesOrder, "number" | "source">;
  readonly invoices: Collection<WireObject, "order">;
  readonly creditNotes: Collection<CreditNote>;
  readonly shipments: Collection<Shipment, "order">;
  readonly warehouses: Collection<Warehouse, "code">;
  readonly taxes: Collection<Tax, "code">;
  readonly currencies: Collection<Currency, "code">;
  readonly lists: Readonly<Record<ListName, Collection<WireObject>>>;
  readonly stock: StockLedger;
  readonly webhooks: WebhookSender;
  /** Next number of each series: `SO-00000001`. */
  nextNumber(series: "SO" | "SI" | "CR" | "SH"): string;
  now(): number;
  newGuid(): string;
}

export function createAccount(
  clock: EmulatorClock,
  settings: UnleashedSettings,
  webhooks: WebhookSender,
): Account {
  const counters = new Map<string, number>();
  const list = () => new Collection<WireObject>({});
  return {
    clock,
    settings,
    lateSinceMs: Number.NEGATIVE_INFINITY,
    webhooks,
    customStatuses: [],
    baseCurrency: "AUD",
    customers: new Collection({ code: (customer) => customer.CustomerCode }),
    products: new Collection({ code: (product) => product.ProductCode }),
    salesOrders: new Collection({ number: (order) => order.OrderNumber, source: (order) => order.SourceId }),
    invoices: new Collection({ order: (invoice) => String(invoice["OrderNumber"]) }),
    creditNotes: new Collection({}),
    shipments: new Collection({ order: (shipment) => shipment.OrderGuid }),
    warehouses: new Collection({ code: (warehouse) => warehouse.WarehouseCode }),
    taxes: new Collection({ code: (tax) => tax.TaxCode }),
    currencies: new Collection({ code: (currency) => currency.CurrencyCode }),
    lists: {
      DeliveryMethods: list(),
      PaymentTerms: list(),
      ProductGroups: list(),
      SellPriceTiers: list(),
      SalesPersons: list(),
      CustomerTypes: list(),
      UnitOfMeasures: list(),
    },
    stock: new StockLedger(),
    nextNumber(series) {
      const next = (counters.get(series) ?? 0) + 1;
      counters.set(series, next);
      return `${series}-${String(next).padStart(8, "0")}`;
    },
    now: () => Math.round(clock.now()),
    newGuid: randomUUID,
  };
}

/** Changes settings of the account from now on. */
export function changeSettings(account: Account, changes: Partial<UnleashedSettings>): void {
  const { readableAfterMs } = account.settings;
  account.settings = { ...account.settings, ...changes };
  if (account.settings.readableAfterMs > readableAfterMs) account.lateSinceMs = account.now();
}
