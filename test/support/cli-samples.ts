import type { AttentionView, JournalView, RecordView, RunReport } from "#engine/ports/engine-store.ts";
import type { ConnectionView, PlannedRecord, RecordStory, RunView } from "#engine/use-cases/hub.ts";

/** Made-up standings of an imaginary shop, for tests of what the command line shows. */

export function sampleConnection(change: Partial<ConnectionView> = {}): ConnectionView {
  return {
    name: "acme-unleashed",
    store: "acme",
    connector: "unleashed",
    title: "Unleashed",
    preset: "recommended",
    state: "running",
    reason: null,
    counts: { synced: 1240, unchanged: 12, skipped: 31, waiting: 2, attention: 1, failed: 0 },
    waiting: 3,
    capabilities: { webhooks: true, idempotentWrites: "byReference", deletes: "sweep", lacking: {} },
    budget: { callsToday: 4321, callsThisMonth: 50_000, blockedUntil: null },
    ...change,
  };
}

export function sampleRecord(change: Partial<RecordView> = {}): RecordView {
  return {
    id: "cmVjb3Jk",
    connection: "acme-unleashed",
    kind: "orders",
    recordId: "5001",
    title: "#1001",
    outcome: {
      state: "synced",
      reason: {
        code: "WRITTEN_AND_READ_BACK",
        message: "Read back and compared: sales order #1001 says what it should.",
      },
    },
    link: { targetKind: "SalesOrders", externalId: "a9566e36-96bc-5d26-8901-ec60c35b4857" },
    attempts: 0,
    updatedAt: "2026-11-25T03:03:13.000Z",
    ...change,
  };
}

let lines = 0;

export function sampleLine(
  time: string,
  code: string,
  message: string,
  detail: Record<string, unknown> | null = null,
): JournalView {
  lines += 1;
  return {
    id: lines,
    at: `2026-11-${time}Z`,
    store: "acme",
    connection: "acme-unleashed",
    key: "orders:5001",
    code,
    message,
    detail,
  };
}

/** Placed, paid, waited for its customer, written, read back, and announced once more. */
export const happyStory: RecordStory = {
  record: sampleRecord(),
  journal: [
    sampleLine("24T12:59:58", "RECEIVED", "Shopify announced it (orders/create).", { outcome: "used" }),
    sampleLine("24T12:59:58", "ORDER_NOT_PAID", "The order is not paid yet; it is carried over once it is.", {
      state: "skipped",
    }),
    sampleLine("25T03:03:10", "RECEIVED", "Shopify announced it (orders/paid).", { outcome: "used" }),
    sampleLine("25T03:03:10", "RECEIVED", "Shopify announced it (orders/updated).", {
      outcome: "known already",
    }),
    sampleLine("25T03:03:10", "WAITING_FOR_RECORD", "Waits until its customer has been carried over.", {
      state: "waiting",
    }),
    sampleLine("25T03:03:11", "PLANNED_CREATE", "Decided to make sales order #1001."),
    sampleLine("25T03:03:12", "WRITTEN", "Sales order #1001 was made in Unleashed.", {
      externalId: "a9566e36-96bc-5d26-8901-ec60c35b4857",
    }),
    sampleLine(
      "25T03:03:13",
      "WRITTEN_AND_READ_BACK",
      "Read back and compared: sales order #1001 says what it should.",
      { state: "synced" },
    ),
  ],
};

const mismatch = {
  code: "ORDER_TOTAL_MISMATCH",
  message:
    "The lines come to 109.00 + 10.90 tax = 119.90 AUD, but it should be 119.91 (total as sold): 0.01 too little. Nothing was written. The detail shows every part.",
  detail: {
    currency: "AUD",
    lines: [
      { what: "Linen towel", quantity: 3, how: "price without tax", net: "99.00", tax: "9.90" },
      { what: "Shipping", quantity: 1, how: "charge line", net: "10.00", tax: "1.00" },
    ],
    wanted: { steps: [{ what: "total as sold", amount: "119.91" }], total: "119.91" },
    gap: "0.01",
  },
  choices: [
    { choice: "rounding-line", label: "Add a line of 0.01 for the rounding, in this order" },
    { choice: "map=<code>", label: "Use this product code for it from now on" },
    { choice: "leave-out", label: "Leave this order out for good" },
  ],
};

export const parkedStory: RecordStory = {
  record: sampleRecord({
    recordId: "5002",
    title: "#1002",
    link: null,
    outcome: { state: "attention", reason: mismatch },
  }),
  journal: [
    sampleLine("25T03:10:00", "RECEIVED", "Shopify announced it (orders/paid).", { outcome: "used" }),
    sampleLine("25T03:10:01", mismatch.code, mismatch.message, {
      state: "attention",
      choices: ["rounding-line", "map=<code>", "leave-out"],
    }),
  ],
};

/** What happened to a connection and to its shop as a whole. */
export const connectionJournal: readonly JournalView[] = [
  sampleLine(
    "24T22:00:00",
    "PAUSED_BY_PERSON",
    "Somebody paused it. Deliveries are kept until it is resumed.",
  ),
  sampleLine("24T22:40:00", "RESUMED_BY_PERSON", "Somebody let it go on; what had waited is worked on."),
  sampleLine(
    "25T03:00:00",
    "UNLEASHED_THROTTLED",
    "Unleashed asks to wait. Work goes on at 2026-11-25T03:01:00.000Z.",
    { state: "throttled" },
  ),
].map((line) => ({ ...line, key: null }));

export const storeJournal: readonly JournalView[] = [
  sampleLine("24T01:00:00", "TOKEN_RENEWED", "The shop's access token was renewed."),
  sampleLine("25T01:00:00", "TOKEN_RENEWED", "The shop's access token was renewed."),
  sampleLine(
    "25T02:00:00",
    "CUSTOMER_DATA_REQUESTED",
    "A customer asked which data is held. Waybill holds data of the records listed here; hand over what `waybill show RECORD --data`, or the API, says of each.",
    { records: ["customers:77", "orders:5001", "orders:5002"] },
  ),
].map((line) => ({ ...line, key: null, connection: null }));

export const parkedQuestion: AttentionView = {
  id: "12",
  connection: "acme-unleashed",
  kind: "orders",
  recordId: "5002",
  title: "#1002",
  attention: mismatch,
  openedAt: "2026-11-25T03:10:01.000Z",
};

export const failingStory: RecordStory = {
  record: sampleRecord({
    recordId: "5003",
    title: "#1003",
    link: null,
    attempts: 4,
    updatedAt: "2026-11-25T03:58:00.000Z",
    outcome: {
      state: "failed",
      retryAt: "2026-11-25T04:12:00.000Z",
      reason: {
        code: "UNLEASHED_AWAY",
        message: "Unleashed does not answer (HTTP 503).",
        detail: { status: 503 },
      },
    },
  }),
  journal: [
    sampleLine("25T03:20:00", "RECEIVED", "Shopify announced it (orders/edited).", { outcome: "read again" }),
    sampleLine("25T03:20:02", "UNLEASHED_AWAY", "Unleashed does not answer (HTTP 503).", { state: "failed" }),
    sampleLine("25T03:28:02", "UNLEASHED_AWAY", "Unleashed does not answer (HTTP 503).", { state: "failed" }),
    sampleLine("25T03:58:00", "UNLEASHED_AWAY", "Unleashed does not answer (HTTP 503).", { state: "failed" }),
  ],
};

export const waitingStory: RecordStory = {
  record: sampleRecord({
    connection: "acme-two",
    recordId: "5001",
    link: null,
    outcome: {
      state: "waiting",
      on: [{ kind: "customers", id: "77" }],
      reason: {
        code: "WAITING_FOR_RECORD",
        message: "Waits until its customer has been carried over.",
        detail: { on: ["customers:77"] },
      },
    },
  }),
  journal: [],
};

export const plannedRecords: readonly PlannedRecord[] = [
  {
    record: "#1001",
    key: "orders:5001",
    action: "create",
    reason: { code: "PLANNED_CREATE", message: "Would make sales order #1001." },
    fields: [
      {
        path: "OrderNumber",
        from: null,
        to: "#1001",
        why: "the order's name with the prefix of the settings",
      },
      { path: "SalesOrderLines[0].OrderQuantity", from: null, to: 3, why: "units sold" },
      { path: "Comments", from: null, to: "", why: "the order has no note" },
    ],
  },
  {
    record: "Jane Doe",
    key: "customers:77",
    action: "update",
    reason: { code: "PLANNED_UPDATE", message: "Would change the customer for 77." },
    fields: [
      { path: "PhoneNumber", from: "0400 000 000", to: null, why: "the customer's phone number in the shop" },
    ],
  },
  {
    record: "#1002",
    key: "orders:5002",
    action: "attention",
    reason: { code: "UNKNOWN_PRODUCT", message: "Unleashed has no product with the code TWL-9." },
    fields: [],
  },
  {
    record: "#1004",
    key: "orders:5004",
    action: "skip",
    reason: { code: "ORDER_NOT_PAID", message: "The order is not paid yet." },
    fields: [],
  },
];

export function sampleRun(change: Partial<RunView> = {}): RunView {
  return {
    id: "03871734-c6c6-443d-9fd2-d04b5d06e7c0",
    connection: "acme-unleashed",
    type: "backfill",
    state: "running",
    phase: "reading",
    entity: "orders",
    since: null,
    cursor: null,
    expected: null,
    read: 1250,
    startedAt: "2026-11-25T03:45:30.000Z",
    endedAt: null,
    report: null,
    progress: null,
    reason: null,
    ...change,
  };
}

/** The account of a run in which nothing happened but what is told. */
export function sampleReport(change: Partial<RunReport> = {}): RunReport {
  return {
    created: 0,
    updated: 0,
    unchanged: 0,
    skipped: 0,
    waiting: 0,
    attention: 0,
    failed: 0,
    expected: null,
    read: 0,
    told: { live: 0, history: 0 },
    reasons: {},
    complete: true,
    ...change,
  };
}
