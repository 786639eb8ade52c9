import type { Spoils } from "./spoilt.ts";

export const nothingPersonalSpoils: Spoils = {
  "a name in the journal": (spoilt) => {
    spoilt.hub.texts.push({ place: "journal", said: "the customer PEREGRINE was made" });
  },
  "a secret in the log": (spoilt) => {
    spoilt.hub.texts.push({ place: "log", said: "signed in with test-api-key" });
  },
};
