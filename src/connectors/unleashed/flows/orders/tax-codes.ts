import type { Facts } from "#connectors/kit/flow.ts";
import { exact, type Exact } from "#domain/money.ts";
import type { TaxLine } from "#domain/order/order.ts";
import type { Choice } from "#domain/plan/plan.ts";
import type { WireTax } from "../../schema.ts";
import type { OrderSettings } from "../../settings/order-settings.ts";
import { decimalOf } from "../../wire-values.ts";

/** Decision code under which a person's tax code is remembered, by `TaxProblem.key`. */
export const taxCode = "UNKNOWN_TAX_CODE";

/** A tax code of the account with its rate as a fraction. */
export interface ChosenTax {
  readonly code: string;
  readonly rate: number;
}

/** Why no tax code was found. */
export interface TaxProblem {
  /** `GST@0.1`, `GST + PST@0.12`, or `exempt`. */
  readonly key: string;
  readonly message: string;
  readonly choices: readonly Choice[];
}

export interface TaxChooser {
  /** The code for a line with these taxes, or null; then it is among `problems`. */
  choose(taxes: readonly TaxLine[], net: Exact, tax: Exact): ChosenTax | null;
  /** Every combination of taxes without a code, each once. */
  readonly problems: readonly TaxProblem[];
}

/**
 * Chooses tax codes for the lines of one order. Looked up in this order: what a person decided, the settings by title and by
 * rate, the account's only code with the rate. Amounts play no part, except that a line on which no tax was charged although it
 * could have been is exempt. `decimals` are those of the order's currency: in one without any, the tax of a small line is rounded to
 * nothing.
 */
export function createTaxChooser(
  settings: OrderSettings["taxes"],
  listed: readonly WireTax[],
  facts: Pick<Facts, "decision">,
  decimals = 2,
): TaxChooser {
  const unit = exact(`1e-${decimals}`);
  const usable = listed.filter((entry) => entry.Obsolete !== true && entry.CanApplyToRevenue !== false);
  const byRate = new Map(Object.entries(settings.byRate).map(([rate, code]) => [Number(rate), code]));
  const chosen = new Map<string, ChosenTax | null>();
  const problems: TaxProblem[] = [];

  const find = (key: string, titles: string, rate: number): ChosenTax | null => {
    const isExempt = key === exemptKey;
    const decided = facts.decision(taxCode, key)?.replace(/^map=/, "");
    const named =
      decided ??
      (isExempt
        ? settings.exempt
        : (settings.byTitle[key] ??
          settings.byTitle[titles] ??
          byRate.get(rate) ??
          (rate === 0 ? settings.exempt : null)));
    if (named !== null) {
      const entry = listed.find((candidate) => candidate.TaxCode === named);
      if (entry !== undefined) return toChosen(entry);
      problems.push({
        key,
        message: `The tax code ${named} ${decided === undefined ? "of the settings" : "that was chosen"} is not in the account.`,
        choices: [{ choice: "map=<code>", label: "Use another tax code of the account" }],
      });
      return null;
    }
    const fitting =
      settings.match || isExempt
        ? usable.filter((entry) => Number(decimalOf(entry.TaxRate) ?? NaN) === rate)
        : [];
    const [only, second] = fitting;
    if (only !== undefined && second === undefined) return toChosen(only);
    problems.push({
      key,
      message: second === undefined ? noCode(titles, rate, isExempt) : severalCodes(fitting, titles, rate),
      choices: [
        ...fitting.slice(0, 10).map((entry) => ({
          choice: `map=${entry.TaxCode}`,
          label: `Use ${entry.TaxCode} for it from now on`,
        })),
        { choice: "map=<code>", label: "Use this tax code of the account for it from now on" },
      ],
    });
    return null;
  };

  return {
    problems,
    choose: (taxes, net, tax) => {
      const isExempt = tax.isZero() && !couldBeNothing(taxes, net, unit);
      const { key, titles, rate } = isExempt ? exempt : signatureOf(taxes, tax);
      const known = chosen.get(key);
      if (known !== undefined) return known;
      const found = find(key, titles, rate);
      chosen.set(key, found);
      return found;
    },
  };
}

const exemptKey = "exempt";
const exempt = { key: exemptKey, titles: "no tax", rate: 0 } as const;

interface Signature {
  readonly key: string;
  readonly titles: string;
  /** Not a number when the order names none although tax was charged: then only a title can choose the code. */
  readonly rate: number;
}

function signatureOf(taxes: readonly TaxLine[], tax: Exact): Signature {
  const [only, second] = taxes;
  if (only === undefined) return exempt;
  let { title: titles, rate } = only;
  if (second !== undefined) {
    titles = [...new Set(taxes.map((entry) => entry.title))].sort().join(" + ");
    rate = taxes.reduce((sum, entry) => sum.plus(entry.rate), exact(0)).toFixed();
  }
  if (Number(rate) === 0 && !tax.isZero()) return { key: `${titles}@?`, titles, rate: NaN };
  return { key: `${titles}@${rate}`, titles, rate: Number(rate) };
}

/** True when taxes were charged, and came to less than the smallest unit. */
function couldBeNothing(taxes: readonly TaxLine[], net: Exact, unit: Exact): boolean {
  if (taxes.length === 0) return false;
  const rate = taxes.reduce((sum, tax) => sum.plus(tax.rate), exact(0));
  return net.times(rate).abs().lessThan(unit);
}

function toChosen(entry: WireTax): ChosenTax {
  return { code: entry.TaxCode, rate: Number(decimalOf(entry.TaxRate) ?? "0") };
}

function noCode(titles: string, rate: number, isExempt: boolean): string {
  return isExempt
    ? "The account has no single tax code with rate zero for lines without tax. Name one in orders.taxes.exempt."
    : `No tax code is known for ${titles} (rate ${Number.isNaN(rate) ? "not told" : rate}). Name one in orders.taxes.byTitle or orders.taxes.byRate, or add one to the account.`;
}

function severalCodes(fitting: readonly WireTax[], titles: string, rate: number): string {
  const codes = fitting.map((entry) => entry.TaxCode).join(", ");
  return `Several tax codes of the account have the rate of ${titles} (${rate}): ${codes}. Name one in orders.taxes.`;
}
