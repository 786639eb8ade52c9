import { recognised, strange, thing, type Spoils, type Spoilt } from "./spoilt.ts";

/** The customer that a buyer was recognised as, as it was before anything happened. */
function beforehand({ account }: Spoilt, guid: string) {
  return thing(account.before.Customers.find(({ Guid }) => Guid === guid));
}

export const rightPersonSpoils: Spoils = {
  "one of two with the same e-mail": (spoilt) => {
    const twin = beforehand(spoilt, strange(spoilt).Guid);
    twin.Email = beforehand(spoilt, recognised(spoilt).Guid).Email;
    strange(spoilt).Email = twin.Email;
  },
};
