import { describe, expect, it } from "vitest";
import { refusal, retryAfterMs, unreadable } from "./errors.ts";
import { accountSettings } from "./settings/account-settings.ts";

const account = accountSettings.parse({});
const read = { operation: "GET /Customers/{guid}", writes: false, sent: "" };
const write = { operation: "POST /SalesOrders/{guid}", writes: true, sent: "{}" };
const now = Date.UTC(2026, 10, 25, 12);
const answer = (status: number, text = "", headers: Record<string, string> = {}) => ({
  status,
  text,
  headers,
});

describe("classes of refusals", () => {
  it.each([
    [400, "rejected", "rejected"],
    [401, "unauthorised", "unauthorised"],
    [403, "unauthorised", "unauthorised"],
    [404, "unavailable", "gone"],
    [405, "rejected", "rejected"],
    [408, "unavailable", "unknown-outcome"],
    [413, "rejected", "rejected"],
    [429, "throttled", "throttled"],
    [500, "unavailable", "unknown-outcome"],
    [503, "unavailable", "unknown-outcome"],
    [302, "unavailable", "unavailable"],
  ])("HTTP %i is %s on a read and %s on a write", (status, onRead, onWrite) => {
    expect(refusal(answer(status), read, account, now).errorClass).toBe(onRead);
    expect(refusal(answer(status), write, account, now).errorClass).toBe(onWrite);
  });

  it("say what was refused, in the vendor's cleaned words, and what to do", () => {
    const { reason } = refusal(
      answer(400, '{"Description":"Tax code GST9 does not exist"}'),
      { ...write, sent: '{"TaxCode":"GST9"}' },
      account,
      now,
    );
    expect(reason).toEqual({
      code: "UNLEASHED_REJECTED",
      message:
        "POST /SalesOrders/{guid}: Unleashed refused it (HTTP 400). It said: Tax code GST9 does not exist. The same would be refused again: change the record, the settings or the account, then retry.",
      detail: { operation: "POST /SalesOrders/{guid}", status: 400 },
    });
    expect(refusal(answer(400), write, account, now).reason.message).toContain("It gave no reason.");
  });
});

describe("waiting", () => {
  it("takes Retry-After in seconds, with a fraction, or as a date", () => {
    expect(retryAfterMs("2", now)).toBe(2_000);
    expect(retryAfterMs("0.25", now)).toBe(250);
    expect(retryAfterMs(new Date(now + 5_000).toUTCString(), now)).toBe(5_000);
    expect(retryAfterMs(new Date(now - 5_000).toUTCString(), now)).toBe(0);
    for (const endless of ["9".repeat(400), "Fri, 31 Dec 9999 23:59:59 GMT"])
      expect(retryAfterMs(endless, now)).toBe(24 * 3_600_000);
    for (const none of [undefined, "", "soon"]) expect(retryAfterMs(none, now)).toBeUndefined();
    expect(refusal(answer(429, "", { "retry-after": "7" }), read, account, now).retryAfterMs).toBe(7_000);
    expect(refusal(answer(429), read, account, now).retryAfterMs).toBe(2_000);
  });

  it.each([402, 403, 429])(
    "HTTP %i with the quota in its words waits for the first of the month",
    (status) => {
      const error = refusal(answer(status, '{"Message":"API Quota exceeded"}'), write, account, now);
      expect([error.errorClass, error.reason.code]).toEqual(["throttled", "UNLEASHED_QUOTA_USED_UP"]);
      expect(now + (error.retryAfterMs ?? 0)).toBe(Date.UTC(2026, 11, 1));
    },
  );

  it("waits as long as the setting says, and takes a bare 403 for the quota when the setting says so", () => {
    const hourly = accountSettings.parse({ quotaWaitHours: 1, forbiddenMeans: "quota" });
    const error = refusal(answer(403), read, hourly, now);
    expect([error.errorClass, error.retryAfterMs]).toEqual(["throttled", 3_600_000]);
    expect(refusal(answer(401), read, hourly, now).errorClass).toBe("unauthorised");
    const december = Date.UTC(2026, 11, 31, 23);
    expect(refusal(answer(403), read, { ...hourly, quotaWaitHours: null }, december).retryAfterMs).toBe(
      3_600_000,
    );
  });
});

describe("successes that cannot be read", () => {
  it("leave a write open and a read to be tried again", () => {
    for (const what of ["empty", "not-json", "wrong-shape"] as const)
      expect(unreadable(write, what).errorClass).toBe("unknown-outcome");
    expect(unreadable(read, "empty").errorClass).toBe("unavailable");
    expect(unreadable(read, "not-json").errorClass).toBe("unavailable");
    expect(unreadable(read, "wrong-shape").errorClass).toBe("defect");
  });
});
