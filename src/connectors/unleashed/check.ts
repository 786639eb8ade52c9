import type { Finding } from "#connectors/kit/finding.ts";
import type { StoreFacts } from "#connectors/kit/source-system.ts";
import { needText } from "#connectors/kit/target-connector.ts";
import { SyncError } from "#domain/sync-error.ts";
import { baseCurrencyFindings, exemptTaxFindings } from "./check-assumptions.ts";
import type { UnleashedClient } from "./client.ts";
import { lookUp, wholeList } from "./look-up.ts";
import { namedInSettings, type NamedEntry } from "./named-in-settings.ts";
import type { WireCurrency, WireTax, WireWarehouse } from "./schema.ts";
import type { UnleashedSettings } from "./settings.ts";

/** Signs in, then looks whether everything is there that the settings and the shop name. Reads only; a handful of calls. */
export async function checkAccount(
  client: UnleashedClient,
  settings: UnleashedSettings,
  store: StoreFacts,
): Promise<readonly Finding[]> {
  let warehouses: readonly WireWarehouse[];
  try {
    warehouses = await client.list("Warehouses");
  } catch (error) {
    return [failed(error)];
  }
  const findings: Finding[] = [
    { level: "ok", code: "SIGNED_IN", message: "Unleashed took the sign-in and answered." },
    ...defaultWarehouse(warehouses, settings),
    ...budgetNote(settings),
    ...withheldNote(store, settings),
  ];
  const named = namedInSettings(settings, store.currency);
  try {
    const found = await lookUp(client, [...named.map(({ need }) => need), allTaxes], settings.account);
    const problems = named.flatMap((entry) => problemsOf(entry, found.get(needText(entry.need)) ?? null));
    findings.push(...problems, ...assumptions(found, settings, store));
    if (problems.length === 0)
      findings.push({
        level: "ok",
        code: "SETTINGS_FIT_ACCOUNT",
        message: `Everything that the settings name is in the account (${named.length} ${named.length === 1 ? "entry" : "entries"}, with the shop's currency).`,
      });
  } catch (error) {
    findings.push(failed(error));
  }
  return findings;
}

const allTaxes = { list: "Taxes", key: wholeList };
const allCurrencies = { list: "Currencies", key: wholeList };

/** What the settings leave to the account, and the account does not tell. */
function assumptions(
  found: ReadonlyMap<string, unknown>,
  settings: UnleashedSettings,
  { currency }: StoreFacts,
): readonly Finding[] {
  const currencies = (found.get(needText(allCurrencies)) ?? []) as readonly WireCurrency[];
  const taxes = (found.get(needText(allTaxes)) ?? []) as readonly WireTax[];
  return [...baseCurrencyFindings(currencies, settings, currency), ...exemptTaxFindings(taxes, settings)];
}

function problemsOf({ need: { list, key }, where }: NamedEntry, entry: unknown): readonly Finding[] {
  const what = nouns[list] ?? list;
  const detail = { list, key, where };
  if (entry === null)
    return [
      {
        level: "error",
        code: "NOT_IN_ACCOUNT",
        message: `Unleashed has no ${what} ${JSON.stringify(key)}, which is named by ${where}. Make it there, or change the setting.`,
        detail,
      },
    ];
  if (typeof entry === "object" && "Obsolete" in entry && entry.Obsolete === true)
    return [
      {
        level: "error",
        code: "OBSOLETE_IN_ACCOUNT",
        message: `The ${what} ${JSON.stringify(key)}, named by ${where}, is obsolete in Unleashed. Take it back into use, or change the setting.`,
        detail,
      },
    ];
  return [];
}

const nouns: Readonly<Record<string, string>> = {
  Currencies: "currency",
  CustomerTypes: "customer type",
  Customers: "customer",
  DeliveryMethods: "delivery method",
  Products: "product",
  SellPriceTiers: "sell price tier",
  Taxes: "tax code",
  Warehouses: "warehouse",
};

function defaultWarehouse(
  warehouses: readonly WireWarehouse[],
  { orders }: UnleashedSettings,
): readonly Finding[] {
  if (orders.warehouse.default !== null) return [];
  const usable = warehouses.filter(({ Obsolete }) => Obsolete !== true);
  if (usable.some(({ IsDefault }) => IsDefault === true)) return [];
  return [
    {
      level: "error",
      code: "NO_DEFAULT_WAREHOUSE",
      message: `The account has no default warehouse, and orders.warehouse.default names none. Its warehouses: ${usable.map(({ WarehouseCode }) => WarehouseCode).join(", ") || "none"}.`,
    },
  ];
}

function budgetNote({ account }: UnleashedSettings): readonly Finding[] {
  if (account.callsPerMonth !== null) return [];
  return [
    {
      level: "note",
      code: "NO_MONTHLY_BUDGET",
      message:
        "Unleashed counts calls per month. Say how many the plan has (account.callsPerMonth), and Waybill keeps the last tenth for live orders.",
    },
  ];
}

function withheldNote({ protectedData }: StoreFacts, { customers }: UnleashedSettings): readonly Finding[] {
  if (customers.mode === "one-customer") return [];
  const denied = Object.entries(protectedData).filter(([, verdict]) => verdict !== "ok");
  if (denied.length === 0) return [];
  return [
    {
      level: "warning",
      code: "BUYERS_WITHHELD",
      message: `The shop withholds ${denied.map(([part, verdict]) => `${part} (${verdict.replaceAll("-", " ")})`).join(", ")}. Orders whose buyer cannot be told go to the customer ${customers.withheld.code}; nothing is overwritten with blanks.`,
      detail: Object.fromEntries(denied),
    },
  ];
}

function failed(error: unknown): Finding {
  if (error instanceof SyncError) return { level: "error", ...error.reason };
  throw error;
}
