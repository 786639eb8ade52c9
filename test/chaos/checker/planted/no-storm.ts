import { call, later, record, thing, type Spoils } from "./spoilt.ts";

export const noStormSpoils: Spoils = {
  "a call before the end of the wait": (spoilt) =>
    call(spoilt, { after: 60_000, status: 429, ownStatus: null, retryAfter: 30 }, { after: 75_000 }),
  "a call right after a 429 without a time": (spoilt) =>
    call(spoilt, { after: 60_000, status: 429, ownStatus: null }, { after: 61_500 }),
  "many calls at once after a 429": (spoilt) =>
    call(
      spoilt,
      { after: 60_000, status: 429, ownStatus: null, retryAfter: 30 },
      ...Array.from({ length: 8 }, () => ({ after: 60_500 })),
    ),
  "more calls a second than are set": (spoilt) => {
    spoilt.settings.callsPerSecond = 2;
    call(spoilt, ...Array.from({ length: 20 }, () => ({ after: 60_000 })));
  },
  "another sign-in while the first is good": ({ log }) => {
    const first = thing(log.shop.find(({ path }) => path.includes("/oauth/")));
    log.shop.push({ ...first, number: 1_000_000, time: later(first.time, 60_000) });
  },
  "a failure that is tried again at once": (spoilt) => {
    const { journal } = record(spoilt);
    const line = thing(journal.at(-1));
    const detail = { state: "failed", retryAt: later(line.at, 900) };
    journal.push({ ...line, id: line.id + 1, code: "NO_ANSWER", detail });
  },
  "more calls a month than are set": (spoilt) => {
    spoilt.settings.callsPerMonth = 3;
  },
};
