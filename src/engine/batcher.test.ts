import { describe, expect, it } from "vitest";
import { createBatcher } from "./batcher.ts";

describe("createBatcher", () => {
  it("hands requests of one moment over together and answers each", async () => {
    const batches: number[][] = [];
    const double = createBatcher<number, number>({
      maxSize: 10,
      maxWaitMs: 0,
      run: (items) => {
        batches.push([...items]);
        return Promise.resolve(items.map((item) => item * 2));
      },
    });
    expect(await Promise.all([1, 2, 3].map(double))).toEqual([2, 4, 6]);
    expect(batches).toEqual([[1, 2, 3]]);
  });

  it("never exceeds its size and loses nobody", async () => {
    const sizes: number[] = [];
    const same = createBatcher<number, number>({
      maxSize: 4,
      maxWaitMs: 0,
      run: (items) => {
        sizes.push(items.length);
        return Promise.resolve(items);
      },
    });
    const asked = Array.from({ length: 23 }, (_, index) => index);
    expect(await Promise.all(asked.map(same))).toEqual(asked);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(4);
  });

  it("rejects exactly the batch that failed", async () => {
    let first = true;
    const flaky = createBatcher<string, string>({
      maxSize: 1,
      maxWaitMs: 0,
      run: (items) => {
        if (!first) return Promise.resolve(items);
        first = false;
        return Promise.reject(new Error("away"));
      },
    });
    const [a, b] = await Promise.allSettled([flaky("a"), flaky("b")]);
    expect(a.status).toBe("rejected");
    expect(b).toEqual({ status: "fulfilled", value: "b" });
  });
});
