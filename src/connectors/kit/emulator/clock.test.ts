import { describe, expect, it } from "vitest";
import { createEmulatorClock } from "./clock.ts";
import { parseDurationMs } from "./duration.ts";

describe("createEmulatorClock", () => {
  it("runs due timers in order of their time, at their time, also those set on the way", () => {
    const clock = createEmulatorClock({ realNow: () => 1_000 });
    const seen: [string, number][] = [];
    const note = (name: string) => () => void seen.push([name, clock.now()]);
    clock.setTimer(500, note("b"));
    clock.setTimer(100, () => {
      note("a")();
      clock.setTimer(50, note("a2"));
      clock.setTimer(5_000, note("too late"));
    });
    clock.setTimer(500, note("c"));
    const cancel = clock.setTimer(200, note("cancelled"));
    cancel();
    clock.advance(1_000);
    expect(seen).toEqual([
      ["a", 1_100],
      ["a2", 1_150],
      ["b", 1_500],
      ["c", 1_500],
    ]);
    expect(clock.now()).toBe(2_000);
    clock.close();
  });

  it("lets timers fire by real time and drops them when closed", async () => {
    const clock = createEmulatorClock();
    const fired = new Promise<string>((resolve) => clock.setTimer(1, () => resolve("fired")));
    // Timers of the clock do not keep a process alive, so something else has to.
    const alive = setInterval(() => undefined, 1_000);
    expect(await fired).toBe("fired");
    clearInterval(alive);
    let late = false;
    clock.setTimer(10, () => (late = true));
    clock.close();
    clock.advance(100);
    expect(late).toBe(false);
  });

  it("keeps thousands of timers in order", () => {
    const clock = createEmulatorClock({ realNow: () => 0 });
    const seen: number[] = [];
    for (let i = 0; i < 5_000; i++) {
      const delay = (i * 7_919) % 5_003;
      clock.setTimer(delay, () => void seen.push(delay));
    }
    clock.advance(6_000);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    expect(seen).toHaveLength(5_000);
  });

  it("moves by exactly what it was told, also when the timers on the way take their time", () => {
    let real = 1_000;
    const clock = createEmulatorClock({ realNow: () => real });
    for (const delay of [100, 500, 900])
      clock.setTimer(delay, () => {
        real += 40;
      });
    clock.advance(1_000);
    expect(clock.now() - real).toBe(1_000);
  });

  it("does not go back", () => {
    expect(() => createEmulatorClock().advance(-1)).toThrow(RangeError);
  });
});

describe("parseDurationMs", () => {
  it.each([
    ["PT1H", 3_600_000],
    ["P2DT30M", 174_600_000],
    ["PT0.5S", 500],
    ["P1W", 604_800_000],
  ])("%s is %d ms", (text, ms) => expect(parseDurationMs(text)).toBe(ms));

  it.each(["", "P", "PT", "1H", "P1M", "P1Y", "-PT1H", "PT1H "])("refuses %j", (text) =>
    expect(parseDurationMs(text)).toBeUndefined(),
  );
});
