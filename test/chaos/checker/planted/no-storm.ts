import { call, type Spoils } from "./spoilt.ts";

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
  "more calls a month than are set": (spoilt) => {
    spoilt.settings.callsPerMonth = 3;
  },
};
