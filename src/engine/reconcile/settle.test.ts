import { describe, expect, it } from "vitest";
import { SyncError } from "#domain/sync-error.ts";
import type { KeySnapshot } from "../ports/engine-store.ts";
import { triesAfter } from "./settle.ts";

const day = 24 * 3_600_000;
const snapshot: KeySnapshot = {
  key: { kind: "orders", id: "1" },
  fence: 1,
  deliveries: [],
  mirror: null,
  link: null,
  intent: null,
  attempts: 3,
  firstFailedAt: new Date(0).toISOString(),
  outcome: null,
  lookAgain: false,
  live: false,
  run: null,
  choice: null,
};
const failure = (errorClass: "unavailable" | "throttled" | "unauthorised") =>
  new SyncError(errorClass, { code: "TEST", message: "Test." });

describe("triesAfter", () => {
  it("counts a try that failed, from the first one on", () => {
    expect(triesAfter(snapshot, failure("unavailable"), day)).toEqual({
      attempts: 4,
      firstFailedAt: new Date(0).toISOString(),
    });
    expect(triesAfter({ ...snapshot, attempts: 0, firstFailedAt: null }, failure("unavailable"), 7)).toEqual({
      attempts: 1,
      firstFailedAt: new Date(7).toISOString(),
    });
  });

  it("counts neither a throttle nor a lost sign-in as a try", () => {
    for (const errorClass of ["throttled", "unauthorised"] as const) {
      const fresh = { ...snapshot, attempts: 0, firstFailedAt: null };
      expect(triesAfter(fresh, failure(errorClass), day)).toEqual({ attempts: 0, firstFailedAt: null });
    }
  });

  it("begins anew after a final failure", () => {
    const dead = {
      ...snapshot,
      outcome: { state: "failed", reason: { code: "X", message: "x" }, retryAt: null } as const,
    };
    expect(triesAfter(dead, failure("unavailable"), 3 * day)).toEqual({
      attempts: 1,
      firstFailedAt: new Date(3 * day).toISOString(),
    });
  });
});
