import { z } from "zod";
import { ControlError } from "#connectors/kit/emulator/control-error.ts";
import type { EmulatorControl } from "#connectors/kit/emulator/emulator.ts";
import type { Account } from "./account.ts";
import { movePoints } from "./move-points.ts";
import { Refusal } from "./refusal.ts";
import { showContact } from "./save-contact.ts";
import {
  putAutomation,
  putContact,
  putField,
  seedAutomation,
  seedContact,
  seedField,
} from "./seed-account.ts";
import { contactOf, editContact, mergeContacts } from "./staff.ts";
import { switchesSchema } from "./switches.ts";
import { syncSchema, type VendorSync } from "./vendor-sync.ts";

type Run = EmulatorControl["run"];

const accountSchema = z.strictObject({
  apiKey: z.string().min(1).optional(),
  accountId: z.string().min(1).optional(),
});
const pointsSchema = z.union([z.strictObject({ change: z.int() }), z.strictObject({ points: z.int() })]);
const mergeSchema = z.strictObject({ keep: z.string(), merge: z.array(z.string()).min(1) });

/** The controls below `/_control/patch`: switches, credentials, filling the account, staff at work, the vendor's own sync. */
export function patchControls(current: () => Account, sync: VendorSync): EmulatorControl[] {
  const control = (
    method: EmulatorControl["method"],
    path: string,
    example: unknown,
    run: Run,
  ): EmulatorControl => ({
    method,
    path,
    example,
    run: (parameters, body) => explain(run, parameters, body),
  });
  const seed = <S extends z.ZodType>(
    path: string,
    schema: S,
    example: unknown,
    put: (entry: z.output<S>) => unknown,
  ) =>
    control("POST", path, [example], (_parameters, body) =>
      z
        .array(schema)
        .parse(Array.isArray(body) ? body : [body])
        .map((entry) => put(entry)),
    );
  const show = (contact: Parameters<typeof showContact>[1]) => showContact(current(), contact);
  const credentials = () => ({ apiKey: current().apiKey, accountId: current().accountId });

  return [
    control("GET", "/switches", {}, () => current().switches),
    control("POST", "/switches", { createdStatus: 201, callsPerSecond: null }, (_parameters, body) => {
      const changes = switchesSchema.partial().parse(body);
      current().switches = { ...current().switches, ...(changes as Partial<Account["switches"]>) };
      return current().switches;
    }),
    control("GET", "/account", {}, credentials),
    control("POST", "/account", { apiKey: "another-api-key" }, (_parameters, body) => {
      const { apiKey, accountId } = accountSchema.parse(body);
      if (apiKey !== undefined) current().apiKey = apiKey;
      if (accountId !== undefined) current().accountId = accountId;
      return credentials();
    }),
    seed("/contacts", seedContact, { email: "ada@buyer.example", phone: "61400000001", points: 20 }, (e) =>
      show(putContact(current(), e)),
    ),
    seed("/fields", seedField, { key: "favourite_tea", name: "Favourite tea" }, (e) =>
      putField(current(), e),
    ),
    seed("/automations", seedAutomation, { name: "Thanks", event: "order.finished", channel: "sms" }, (e) =>
      putAutomation(current(), e),
    ),
    control("POST", "/contacts/merge", { keep: "<id>", merge: ["<id>"] }, (_parameters, body) => {
      const { keep, merge } = mergeSchema.parse(body);
      return show(mergeContacts(current(), keep, merge));
    }),
    control("POST", "/contacts/{id}/edit", { first_name: "Ada" }, ({ id }, body) => {
      const changes = z.record(z.string(), z.unknown()).parse(body);
      return show(editContact(current(), contactOf(current(), id), changes));
    }),
    control("POST", "/contacts/{id}/points", { change: 5 }, ({ id }, body) => {
      const contact = contactOf(current(), id);
      const given = pointsSchema.parse(body);
      const change = "change" in given ? given.change : given.points - contact.points;
      return show(movePoints(current(), contact, change, "staff"));
    }),
    control("POST", "/contacts/{id}/delete", {}, ({ id }) => {
      const contact = contactOf(current(), id);
      current().contacts.delete(contact);
      return show(contact);
    }),
    control("GET", "/sync", {}, () => sync.status),
    control(
      "POST",
      "/sync",
      { orders: [{ id: "5001", total: "42.50", customer: { id: "7001", email: "ada@buyer.example" } }] },
      (_parameters, body) => sync.start(current(), syncSchema.parse(body)),
    ),
  ];
}

/** What the emulated server would refuse, a control refuses with the same words. */
function explain(run: Run, parameters: Readonly<Record<string, string>>, body: unknown): unknown {
  try {
    return run(parameters, body);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new ControlError(400, error.message);
  }
}
