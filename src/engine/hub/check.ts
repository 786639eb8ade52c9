import type { Finding } from "#connectors/kit/finding.ts";
import { SyncError } from "#domain/sync-error.ts";
import type { HubDeps } from "./hub-deps.ts";
import { configured } from "./configured-connections.ts";

type About = Finding & { readonly about: string };

/** Looks at a shop: plan, scopes, protected data, subscriptions. Problems are findings, never rejections. */
export async function checkStore(deps: HubDeps, store: string): Promise<readonly Finding[]> {
  const { context, registry } = deps;
  const findings: Finding[] = [];
  try {
    const { system } = registry.store(store);
    const probe = await system.probe();
    registry.rememberFacts(store, probe.facts);
    await context.store.saveStoreFacts(store, probe.facts);
    findings.push(...probe.findings);
  } catch (error) {
    findings.push(findingOf(error, `The shop ${store} could not be looked at`));
  }
  findings.push(...(await healSubscriptions(deps, store)));
  return findings;
}

/** Makes a shop's webhook subscriptions what they should be, and tells the journal when something had to be mended. */
export async function healSubscriptions(deps: HubDeps, store: string): Promise<readonly Finding[]> {
  const callbackUrl = deps.callbackUrl();
  if (callbackUrl === null) return [];
  try {
    const findings = await deps.registry.store(store).system.ensureSubscriptions(callbackUrl);
    const mended = findings.filter((finding) => finding.level !== "ok");
    await deps.context.store.journal(
      mended.map(({ code, message, detail }) => ({
        store,
        connection: null,
        key: null,
        code,
        message,
        ...(detail === undefined ? {} : { detail }),
      })),
    );
    return findings;
  } catch (error) {
    return [findingOf(error, `The webhook subscriptions of ${store} could not be checked`)];
  }
}

/** Everything that `doctor` says, about one connection and its shop or about all. */
export async function doctor(deps: HubDeps, connection?: string): Promise<readonly About[]> {
  const { registry, connectors } = deps;
  await deps.workers.refresh();
  const rows = registry.connectionRows().filter((row) => connection === undefined || row.name === connection);
  const stores = new Set(
    connection === undefined ? registry.storeRows().map((row) => row.name) : rows.map((row) => row.store),
  );
  const findings: About[] = [];
  for (const store of stores)
    findings.push(
      ...(await checkStore(deps, store)).map((finding) => ({ ...finding, about: `store ${store}` })),
    );
  for (const row of rows) {
    const about = `connection ${row.name}`;
    try {
      const runtime = registry.connection(row.name);
      const checked = await runtime.connector.check(runtime.client, runtime.settings, runtime.store.facts());
      findings.push(...checked.map((finding) => ({ ...finding, about })));
    } catch (error) {
      findings.push({ ...findingOf(error, `The connection ${row.name} could not be checked`), about });
    }
    if (row.paused !== null)
      findings.push({
        level: "warning",
        code: "CONNECTION_PAUSED",
        message: `The connection is paused: ${row.paused.message} Go on with \`waybill resume ${row.name}\`.`,
        about,
      });
  }
  for (const connector of connectors.targets.values())
    for (const conflict of connector.conflicts(configured(connector, registry.connectionRows())))
      findings.push({
        level: "error",
        code: conflict.code,
        message: conflict.message,
        about: conflict.connections.join(", "),
      });
  return findings;
}

function findingOf(error: unknown, what: string): Finding {
  if (error instanceof SyncError)
    return { level: "error", code: error.reason.code, message: `${what}: ${error.reason.message}` };
  return {
    level: "error",
    code: "INTERNAL_DEFECT",
    message: `${what}: ${error instanceof Error ? error.message : "unknown failure"}`,
  };
}
