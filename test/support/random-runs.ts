import type fc from "fast-check";
import { vi } from "vitest";

const isLong = process.env["WAYBILL_LONG_TESTS"] === "1";
if (isLong) vi.setConfig({ testTimeout: 30 * 60_000 });

/** Milliseconds after which a random test of `npm test` is content with the cases that it has tried. */
const usualShareMs = 8_000;

/**
 * How often a random test is tried: `usual` cases in `npm test`, twenty times as many (or `long`) with `WAYBILL_LONG_TESTS=1`. Seeds
 * are drawn anew on every run. A failing test prints its seed and the path to its smallest counterexample; `WAYBILL_TEST_SEED=<seed>`
 * brings all cases of that run back, `WAYBILL_TEST_SEED=<seed>,<path>` only that one: name the file and the test (`-t`) as well, since
 * a path belongs to one test.
 */
export function runs(usual: number, long: number = usual * 20): fc.Parameters<unknown> {
  const [seed, path] = (process.env["WAYBILL_TEST_SEED"] ?? "").split(",");
  return {
    numRuns: isLong ? long : usual,
    ...(isLong ? {} : { interruptAfterTimeLimit: usualShareMs }),
    ...(seed === undefined || seed === "" ? {} : { seed: Number(seed) }),
    ...(path === undefined || path === "" ? {} : { path, endOnFailure: true }),
  };
}
