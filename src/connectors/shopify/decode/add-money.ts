import { sum, type Money } from "#domain/money.ts";

export function addMoney(amounts: readonly Money[]): Money {
  const [only] = amounts;
  if (only !== undefined && amounts.length === 1) return only;
  return {
    shop: sum(amounts.map(({ shop }) => shop)),
    presentment: sum(amounts.map(({ presentment }) => presentment)),
  };
}
