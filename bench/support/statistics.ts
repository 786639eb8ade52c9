/** Middle value; of nothing it is NaN. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** Value below which this share of the values lies, by the nearest rank. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
