import type { Customer } from "#domain/customer/customer.ts";
import type { WireContact } from "../../schema.ts";
import type { ContactSettings } from "../../settings/contact-settings.ts";
import type { ConsentFlag, ContactConsent, DesiredContact } from "./desired-contact.ts";

/** Which setting a flag belongs to. */
const settingOf = { email_on: "emailConsent", sms_on: "smsConsent" } as const satisfies Record<
  ConsentFlag,
  keyof ContactSettings
>;

export const consentFlags = Object.keys(settingOf) as ConsentFlag[];

/** What is written of consent, and which flags are off only because nothing is known yet. */
export interface ConsentPlan {
  readonly written: Partial<Record<ConsentFlag, boolean>>;
  readonly open: readonly ConsentFlag[];
}

/** What the shop says of somebody's consent; of texts nothing is asked there. Pure. */
export function consentOf({ emailConsent }: Customer): ContactConsent {
  return { email_on: emailConsent, sms_on: undefined };
}

/**
 * Consent of a new contact: on where the shop says that it was given and the settings carry that, else off, said in so many words, since
 * an account may have new contacts on. Pure.
 */
export function consentOfNew({ consent }: DesiredContact, settings: ContactSettings): ConsentPlan {
  const flags = consentFlags.filter((flag) => settings[settingOf[flag]] !== "ignore");
  const carried = flags.filter((flag) => settings[settingOf[flag]] === "map");
  return {
    written: Object.fromEntries(
      flags.map((flag) => [flag, carried.includes(flag) && consent?.[flag] === "given"]),
    ),
    open: carried.filter((flag) => consent?.[flag] === undefined),
  };
}

/**
 * Consent of a contact that is there. Off where the shop says that it was taken back. On only for a contact that Waybill made before
 * the shop had told, and that is still as it was made. Pure.
 */
export function consentOfHeld(
  { consent }: DesiredContact,
  snapshot: WireContact,
  agreed: DesiredContact | null,
  settings: ContactSettings,
): ConsentPlan {
  const before = agreed?.open ?? [];
  const written = consentFlags.flatMap((flag): readonly (readonly [ConsentFlag, boolean])[] => {
    const [rule, wanted, isOn] = [settings[settingOf[flag]], consent?.[flag], snapshot[flag] === true];
    if (rule === "ignore") return [];
    if (wanted === "withdrawn" && isOn) return [[flag, false]];
    return rule === "map" && wanted === "given" && !isOn && before.includes(flag) ? [[flag, true]] : [];
  });
  return {
    written: Object.fromEntries(written),
    open: before.filter((flag) => consent?.[flag] === undefined && snapshot[flag] !== true),
  };
}

/** Whether the shop says something of consent since both sides agreed that may have to be written. Pure. */
export function isConsentNews(source: Customer, agreed: DesiredContact, settings: ContactSettings): boolean {
  const now = consentOf(source);
  return consentFlags.some(
    (flag) =>
      settings[settingOf[flag]] !== "ignore" &&
      now[flag] !== agreed.consent?.[flag] &&
      (now[flag] === "withdrawn" || (now[flag] === "given" && agreed.open?.includes(flag) === true)),
  );
}
