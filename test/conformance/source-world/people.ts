import type { Buyer } from "../source-subject.ts";

/** Words of people's names that stand nowhere else, so that a leak can be found. */
export const personalWords = ["clementine", "marrowby", "marrowby.example", "+6135551", "tamarisk"];

/** Makes people who have not bought yet. */
export function createPeople(): () => Buyer {
  let people = 0;
  return () => {
    people += 1;
    return {
      firstName: "Clementine",
      lastName: `Marrowby-${people}`,
      email: `clementine.${people}@marrowby.example`,
      phone: `+6135551${String(people).padStart(4, "0")}`,
    };
  };
}

/** Where they live. */
export const home = {
  address1: "3 Tamarisk Close",
  address2: "Flat 2",
  city: "Launceston",
  zip: "7250",
  countryCode: "AU",
};
