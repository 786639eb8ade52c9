import type { Facts } from "#connectors/kit/flow.ts";
import type { Customer } from "#domain/customer/customer.ts";
import { unleashedPresets } from "../../presets.ts";
import { layered } from "#connectors/kit/layered.ts";
import type { UnleashedClient } from "../../client.ts";
import type { UnleashedSettings } from "../../settings.ts";
import { startTestClient, testStore } from "../../test-client.ts";
import { customersFlow as flow } from "./customers-flow.ts";
import type { DesiredCustomer } from "./desired-customer.ts";

type Link = { readonly externalId: string; readonly agreed: DesiredCustomer } | null;

/** The steps that the engine takes with a customer, with the real flow and client. For tests. */
export function customerSteps(
  client: UnleashedClient,
  settings: UnleashedSettings,
  decisions: ReadonlyMap<string, string> = new Map(),
) {
  const facts: Facts = {
    store: testStore,
    occasion: "live",
    connectedAt: "2026-01-01T00:00:00.000Z",
    link: () => undefined,
    listed: () => null,
    decision: (code, key) => decisions.get(`${code}/${key}`),
  };
  const project = (source: Customer): DesiredCustomer => {
    const projection = flow.project(source, facts, settings);
    if (!projection.made) throw new Error(projection.attention.message);
    return projection.desired;
  };
  const decide = async (source: Customer, link: Link) => {
    const verdict = flow.accept(source, settings);
    if (!verdict.accepted) throw new Error(verdict.reason.message);
    const desired = project(source);
    const reference = flow.reference({ kind: "customers", id: source.id }, testStore);
    if (desired.guid !== reference) throw new Error("two GUIDs for one record");
    const found = await flow.find(
      client,
      { externalId: link?.externalId ?? null, reference, desired },
      settings,
    );
    if (found.verdict === "several" || found.verdict === "gone") return { found, plan: null, reference };
    const current = found.verdict === "one" ? found.candidate : null;
    return { found, plan: flow.plan(desired, current, link?.agreed ?? null, settings), reference, current };
  };
  const carry = async (source: Customer, link: Link = null) => {
    const { plan, reference, current } = await decide(source, link);
    if (plan === null || plan.action === "attention") throw new Error("not to be written");
    if (plan.action === "none")
      return { action: plan.action, externalId: plan.externalId, agreed: plan.desired, plan };
    const { externalId } = await flow.apply(client, plan, reference, current?.snapshot ?? null);
    const read = await flow.read(client, externalId);
    if (read === null) throw new Error("not readable");
    const differences = flow.verify(plan.desired, read);
    if (differences.length > 0) throw new Error(`read back otherwise: ${JSON.stringify(differences)}`);
    return { action: plan.action, externalId, agreed: plan.desired, plan };
  };
  return { project, decide, carry };
}

/** For tests: an account, and the way of a customer through the flow as the engine takes it. */
export async function startCustomers(
  customers: Record<string, unknown> = {},
  preset: "documented" | "recommended" = "recommended",
) {
  const settings = layered(unleashedPresets[preset], { customers });
  const test = await startTestClient({ settings });
  const { client } = test;
  const checked = test.settings;
  const decisions = new Map<string, string>();
  const { decide, carry } = customerSteps(client, checked, decisions);
  const stored = async (guid: string) => (await client.getCustomer(guid)) as Record<string, unknown>;
  const staffEdit = async (guid: string, changes: Record<string, unknown>) => {
    await test.emulator.controls
      .find(({ path }) => path === "/customers/{guid}/edit")
      ?.run({ guid }, changes);
  };
  return { ...test, settings: checked, decisions, decide, carry, stored, staffEdit };
}

/** Paths of a plan's changes. */
export const paths = (plan: { readonly action: string; readonly fields?: readonly { path: string }[] }) =>
  (plan.fields ?? []).map((field) => field.path);

export type CustomersTest = Awaited<ReturnType<typeof startCustomers>>;
