import { allocate, exact, sum, type Exact } from "#domain/money.ts";
import type { OrderLine, TaxLine } from "#domain/order/order.ts";
import { nothing, type LineAmounts } from "./line-amounts.ts";

/** Duties that are taxed alike. */
export interface DutyPart {
  readonly duties: Exact;
  readonly tax: Exact;
  readonly taxes: readonly TaxLine[];
}

/**
 * The duties of an order by how they are taxed: lines of one order may come under several duties with taxes of their own, and one
 * tax code cannot stand for two of them. `stated`: what the shop says that all duties come to, where prices do not contain them;
 * null: what the lines' prices contain counts. The parts add up to it.
 */
export function bookDuties(
  goods: readonly { readonly line: OrderLine; readonly amounts: LineAmounts }[],
  stated: Exact | null,
  decimals: number,
): readonly DutyPart[] {
  const groups = new Map<
    string,
    { taxes: readonly TaxLine[]; duties: Exact; tax: Exact; weights: string[] }
  >();
  for (const { line, amounts } of goods) {
    if (line.duties.shop === "0" && amounts.dutyTax.isZero()) continue;
    const taxes = distinctTaxes(line.dutyTaxes);
    const key = taxes.map(({ title, rate }) => `${title}@${rate}`).join("\n");
    const group = groups.get(key) ?? { taxes, duties: nothing, tax: nothing, weights: [] };
    group.duties = group.duties.plus(amounts.duties);
    group.tax = group.tax.plus(amounts.dutyTax);
    group.weights.push(
      exact(line.duties.shop).times(amounts.units).div(Math.max(1, line.quantity)).toFixed(),
    );
    groups.set(key, group);
  }
  const parts = [...groups.values()];
  if (stated === null) return parts;
  if (parts.length === 0) return [{ duties: stated, tax: nothing, taxes: [] }];
  const shares = allocate(
    stated.toFixed(),
    parts.map(({ weights }) => sum(weights)),
    decimals,
  );
  return parts.map(({ tax, taxes }, index) => ({ duties: exact(shares[index] ?? "0"), tax, taxes }));
}

/** Each tax once, however many lines have it. */
export function distinctTaxes(taxes: readonly TaxLine[]): readonly TaxLine[] {
  if (taxes.length < 2) return taxes;
  return [...new Map(taxes.map((tax) => [`${tax.title}@${tax.rate}`, tax])).values()];
}
