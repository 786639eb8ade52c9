import { confirmSilence, patchSettings, placeOldOrders } from "#test/support/old-orders.ts";
import { patchTarget } from "#test/support/patch-target.ts";
import { checkPatch } from "../patch/check-patch.ts";
import type { PatchDump } from "../patch/patch-shapes.ts";
import type { ChaosSubject } from "./chaos-subject.ts";

/** Of the shop's whole history; so many orders that a run meets a few troubles on its way. */
const oldOrders = 8;

/**
 * Contacts and order events of Patch Retention. The shop has a history when it is connected, which is carried over while everything else
 * happens.
 */
export const patchSubject: ChaosSubject<PatchDump> = {
  name: "patch",
  target: patchTarget(),
  settings: patchSettings,
  beforehand: async (control) => {
    await placeOldOrders(control, oldOrders);
  },
  afterwards: confirmSilence,
  controls: "/patch",
  operations: {
    "POST /SalesOrders/{guid}": "POST /events",
    "POST /Customers/{guid}": "PATCH /contacts",
    "GET /SalesOrders/{guid}": "GET /events/{id}",
    "GET /SalesOrders": "GET /events",
    "GET /Customers": "GET /contacts",
    "GET /Customers/{guid}": "GET /contacts/{id}",
    "GET /Products": "PUT /contacts/{id}",
  },
  prepare: async (control, { customers = [], largestPage }) => {
    const contacts = customers.map(({ name, email }) => ({ first_name: name, email }));
    if (contacts.length > 0) await control("/patch/contacts", contacts);
    // Some who are known over there have agreed in the shop to be sent e-mails, which switches nobody on.
    const subscribed = customers.filter(({ code }) => String(code).startsWith("OLD-"));
    for (const { name, email } of subscribed)
      await control("/shopify/acme/customers", {
        lastName: name,
        email: String(email).toLowerCase(),
        emailMarketing: "SUBSCRIBED",
      });
    if (largestPage !== undefined)
      await control("/patch/switches", { highestLimit: Math.max(2, largestPage) });
  },
  limit: async (control, callsPerSecond) => {
    await control("/patch/switches", { callsPerSecond });
  },
  check: checkPatch,
};
