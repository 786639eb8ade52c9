import { z } from "zod";
import { ControlError } from "#connectors/kit/emulator/control-error.ts";
import type { EmulatorClock } from "#connectors/kit/emulator/emulator.ts";
import type { Account } from "./account.ts";
import { readContact } from "./contact-input.ts";
import { matchContact } from "./match-contact.ts";
import { readOrder } from "./order-points.ts";
import type { Contact } from "./records.ts";
import { changeContact, createContact, type Manner } from "./save-contact.ts";
import { recordOrderEvent } from "./save-event.ts";

const syncedOrder = z.strictObject({
  id: z.string().min(1),
  /** Decimal text. */
  total: z.string(),
  /** When it was placed. Default now. */
  at: z.iso.datetime({ offset: true }).optional(),
  skipLoyalty: z.boolean().optional(),
  /** Null: nobody that the shop has as a customer. */
  customer: z.looseObject({ id: z.string().min(1) }).nullable(),
});
type SyncedOrder = z.infer<typeof syncedOrder>;

export const syncSchema = z.strictObject({
  orders: z.array(syncedOrder),
  /** How long the sync takes, in seconds of the emulated time. Default 0: it is done at once. */
  seconds: z.number().min(0).optional(),
});

export interface SyncStatus {
  readonly running: boolean;
  readonly done: number;
  readonly of: number;
  /** Orders of nobody: they make no contact and no event. */
  readonly skipped: number;
}

/** The vendor's own "Sync orders" button (help centre, "How does Shopify Order Syncing work in Patch"), fed with orders by a control. */
export interface VendorSync {
  readonly status: SyncStatus;
  /** Refuses with the status while one is running: one sync at a time. */
  start(account: Account, given: z.infer<typeof syncSchema>): SyncStatus;
  stop(): void;
}

const customerKey = "shopify_customer_id";
const manner: Manner = { silent: true, cause: "sync" };

export function createVendorSync(clock: EmulatorClock): VendorSync {
  let timers: (() => void)[] = [];
  let status: SyncStatus = { running: false, done: 0, of: 0, skipped: 0 };

  const take = (account: Account, order: SyncedOrder): void => {
    const isTaken = carryOver(account, order);
    const done = status.done + 1;
    status = {
      ...status,
      done,
      running: done < status.of,
      skipped: status.skipped + (isTaken ? 0 : 1),
    };
  };

  return {
    get status() {
      return status;
    },
    start(account, { orders, seconds = 0 }) {
      if (status.running)
        throw new ControlError(400, `a sync is already running: ${status.done} of ${status.of} orders done`);
      if (!account.customFields.has(customerKey))
        throw new ControlError(400, `the account has no custom field ${customerKey}`);
      status = { running: orders.length > 0, done: 0, of: orders.length, skipped: 0 };
      if (seconds === 0) for (const order of orders) take(account, order);
      else
        timers = orders.map((order, index) =>
          clock.setTimer((seconds * 1000 * (index + 1)) / orders.length, () => take(account, order)),
        );
      return status;
    },
    stop() {
      for (const cancel of timers) cancel();
      timers = [];
      status = { running: false, done: 0, of: 0, skipped: 0 };
    },
  };
}

/** One order: its customer by the shop's id, then an event that makes or updates the order, all of it silent. */
function carryOver(account: Account, { id, total, at, skipLoyalty, customer }: SyncedOrder): boolean {
  if (customer === null) return false;
  const contact = saveCustomer(account, customer);
  const { switches } = account;
  const skips = skipLoyalty === undefined ? {} : { skip_loyalty: skipLoyalty };
  const isInData = switches.skipLoyaltyPlace === "data";
  const data = { [switches.orderIdField]: id, [switches.totalField]: total, ...(isInData ? skips : {}) };
  const more = isInData ? {} : skips;
  const event = account.events.ofOrder(id) === undefined ? "order.finished" : "order.updated";
  const order = readOrder(account, event, { ...more, data }, true);
  recordOrderEvent(account, order, contact, {
    event,
    data,
    more,
    ...(at === undefined ? {} : { at: new Date(at).toISOString() }),
    ...manner,
  });
  return true;
}

function saveCustomer(account: Account, { id, ...fields }: NonNullable<SyncedOrder["customer"]>): Contact {
  const input = readContact(account, { ...fields, custom_fields: { [customerKey]: id } });
  const before = matchContact(account, [{ field: customerKey, value: id }]);
  return before ? changeContact(account, before, input, manner) : createContact(account, input, manner);
}
