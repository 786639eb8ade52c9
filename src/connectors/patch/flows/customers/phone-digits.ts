import { parsePhoneNumberFromString } from "libphonenumber-js/min";

/**
 * A phone number as Patch keeps it: digits only, with the country code (`11234567890`; public snippet that calls `PATCH /v2/contacts`).
 * Numbers without a country code are read as those of `country` (two letters); null when it cannot be a number of that country, or no
 * country is known. Extensions are left out. Pure.
 */
export function phoneDigits(text: string, country: string | null): string | null {
  const trimmed = text.trim();
  const international = trimmed.startsWith("00") ? `+${trimmed.slice(2)}` : trimmed;
  const parsed = parsePhoneNumberFromString(international, {
    ...(country === null ? {} : { defaultCountry: country as never }),
    extract: false,
  });
  if (parsed === undefined || !parsed.isPossible()) return null;
  return parsed.number.slice(1);
}
