import { answerText } from "#connectors/kit/emulator/answer-text.ts";
import { createEmulatorClock } from "#connectors/kit/emulator/clock.ts";
import { createPatchEmulator } from "./create-patch-emulator.ts";
import type { AutomationRun, LedgerEntry } from "./records.ts";
import type { PatchSwitches } from "./switches.ts";

type Body = Readonly<Record<string, unknown>>;

interface Dump {
  readonly contacts: readonly (Body & { readonly _id: string })[];
  readonly events: readonly (Body & { readonly _id: string; readonly event: string })[];
  readonly orders: readonly Body[];
  readonly automationLog: readonly AutomationRun[];
  readonly pointsLedger: readonly LedgerEntry[];
}

/** An emulated account without a rate limit, and signed-in calls into it. Its clock stands still until it is advanced. For tests. */
export function testAccount(switches: Partial<PatchSwitches> = {}) {
  const clock = createEmulatorClock({ realNow: () => Date.UTC(2026, 4, 1) });
  const emulator = createPatchEmulator({
    clock,
    apiKey: "key",
    accountId: "account",
    switches: { callsPerSecond: null, ...switches },
  });
  let number = 0;
  const call = async (method: string, target: string, body?: unknown, headers: Body = {}) => {
    const [path = "", query = ""] = target.split("?");
    const answer = await emulator.handle({
      number: ++number,
      method,
      path,
      query,
      headers: {
        "content-type": "application/json",
        authorization: "Bearer key",
        "x-account-id": "account",
        ...headers,
      },
      body: Buffer.from(typeof body === "string" ? body : body === undefined ? "" : JSON.stringify(body)),
    });
    const text = answerText(answer);
    return {
      status: answer.status,
      headers: answer.headers ?? {},
      text,
      get body() {
        return JSON.parse(text) as Body & { readonly _id: string };
      },
      get list() {
        return JSON.parse(text) as readonly (Body & { readonly _id: string })[];
      },
    };
  };
  const control = (path: string, parameters = {}, body: unknown = {}) => {
    const found = emulator.controls.find((entry) => entry.method === "POST" && entry.path === path);
    if (!found) throw new Error(`no control ${path}`);
    return found.run(parameters, body) as Body & { readonly _id: string };
  };
  const dump = () => emulator.dump() as Dump;
  return { emulator, call, control, clock, dump };
}

/** An event of an order of the contact with this e-mail, who is made when there is none. */
export function orderEvent(orderId: string, total: string, changes: Body = {}): Body {
  const { data, ...others } = changes;
  return {
    event: "order.finished",
    primary_key: "email",
    primary_key_value: "ada@buyer.example",
    contact_upsert: true,
    data: { shopify_order_id: orderId, total_price: total, ...(data as Body | undefined) },
    ...others,
  };
}
