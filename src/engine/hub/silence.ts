import type { Reason } from "#domain/reason.ts";
import { UseCaseError, type SilenceView } from "../use-cases/hub.ts";
import type { HubDeps } from "./hub-deps.ts";

/** Under which the answer of a person is remembered for a connection. */
export const silenceCode = "SILENCE";
const confirmed = "confirmed";
const broken = "broken";

/** Why no history may be carried to a connection now; null: nothing is in the way. */
export async function silenceInTheWay(
  { context, registry }: Pick<HubDeps, "context" | "registry">,
  name: string,
): Promise<Reason | null> {
  const { connector, settings } = registry.connection(name);
  const probe = connector.silence?.(settings) ?? null;
  if (probe === null) return null;
  const answer = (await context.store.decisions(name)).get(`${silenceCode}\n${probe.means}`);
  if (answer === confirmed) return null;
  if (answer === broken)
    return {
      code: "SILENCE_BROKEN",
      message: `A test showed that what is written to ${connector.title} as ${probe.means} is not silent there, so a history would message people. Change the settings of ${name} or ask ${connector.title}, then test again with \`waybill silence ${name} --probe\`.`,
    };
  return {
    code: "SILENCE_NOT_CONFIRMED",
    message: `Nobody has confirmed yet that ${connector.title} stays silent when a history is carried over. Run \`waybill silence ${name} --probe\`, look at ${connector.title}, and answer with \`--confirm\` or \`--deny\`.`,
  };
}

/** How it stands with the silence of a connection. */
export async function silenceOf(
  { context, registry }: Pick<HubDeps, "context" | "registry">,
  name: string,
): Promise<SilenceView> {
  const { connector, settings } = registry.connection(name);
  const probe = connector.silence?.(settings) ?? null;
  if (probe === null) return { connection: name, state: "not-needed", look: null };
  const answer = (await context.store.decisions(name)).get(`${silenceCode}\n${probe.means}`);
  const state = answer === confirmed || answer === broken ? answer : "unknown";
  return { connection: name, state, look: probe.look };
}

/** Writes something to the connection's test person as a history would be written, for a person to see whether anybody is told. */
export async function probeSilence(deps: HubDeps, name: string): Promise<SilenceView> {
  const { connector, settings, client, row } = deps.registry.connection(name);
  const probe = connector.silence?.(settings) ?? null;
  if (probe === null) return silenceOf(deps, name);
  const { code, message } = await probe.write(client);
  await deps.context.store.journal([{ store: row.store, connection: name, key: null, code, message }]);
  return silenceOf(deps, name);
}

/** Remembers what a person saw. */
export async function answerSilence(deps: HubDeps, name: string, silent: boolean): Promise<SilenceView> {
  const { connector, settings, row } = deps.registry.connection(name);
  const probe = connector.silence?.(settings) ?? null;
  if (probe === null)
    throw new UseCaseError(422, "SILENCE_NOT_ASKED", `${connector.title} has nothing to be confirmed.`);
  const value = silent ? confirmed : broken;
  await deps.context.store.remember(name, [{ code: silenceCode, key: probe.means, value }]);
  const told = silent
    ? {
        code: "SILENCE_CONFIRMED",
        message: `Somebody confirmed that ${connector.title} stays silent for what is written as ${probe.means}.`,
      }
    : {
        code: "SILENCE_BROKEN",
        message: `Somebody saw that ${connector.title} is not silent for what is written as ${probe.means}.`,
      };
  await deps.context.store.journal([{ store: row.store, connection: name, key: null, ...told }]);
  return silenceOf(deps, name);
}
