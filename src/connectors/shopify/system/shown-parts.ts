import type { Clock } from "#connectors/kit/clock.ts";
import type { ConnectionContext } from "#connectors/kit/connection-context.ts";
import type { ProtectedPart, ProtectedVerdict, StoreFacts } from "#connectors/kit/source-system.ts";
import { allParts, partsShown, type AskedPart, type AskedParts } from "../documents/asked-parts.ts";
import type { Refusal } from "./refusals.ts";
import { partName, reasonOf } from "./wording.ts";

/**
 * Which parts of records this shop shows. What it refused once is not asked for again for a day, since each refused field is
 * an error per record and enough of them cut an answer off.
 */
export interface ShownParts {
  /** The same object as long as nothing changed. */
  asked(): AskedParts;
  /** Takes refusals in and tells the journal of those that are new. */
  learn(refusals: readonly Refusal[]): void;
  /** What a look at the shop found counts from now on. */
  replace(facts: Pick<StoreFacts, "protectedData" | "scopes">): void;
  verdict(part: ProtectedPart): ProtectedVerdict;
  /** Scopes of the token; null while they were not looked at. */
  scopes(): readonly string[] | null;
  /** Remembers scopes that were looked at in passing. */
  noteScopes(scopes: readonly string[]): void;
}

const believedForMs = 24 * 60 * 60_000;

export function createShownParts(options: {
  readonly shop: string;
  readonly clock: Clock;
  readonly tell: ConnectionContext<unknown, unknown>["tell"];
}): ShownParts {
  const { clock, shop, tell } = options;
  const denied = new Map<AskedPart, { readonly verdict: Refusal["verdict"]; readonly until: number }>();
  let scopes: readonly string[] | null = null;
  let asked = allParts;
  let askedUntil = Number.POSITIVE_INFINITY;

  const settle = (): void => {
    const parts = { ...allParts };
    askedUntil = Number.POSITIVE_INFINITY;
    for (const [part, { until }] of denied) {
      parts[part] = false;
      askedUntil = Math.min(askedUntil, until);
    }
    asked = parts;
  };

  const forgetOld = (): void => {
    const now = clock.now();
    if (now < askedUntil) return;
    for (const [part, { until }] of denied) if (until <= now) denied.delete(part);
    settle();
  };

  const deny = ({ part, verdict }: Refusal): boolean => {
    const isNew = !denied.has(part);
    denied.set(part, { verdict, until: clock.now() + believedForMs });
    return isNew;
  };

  return {
    asked: () => {
      forgetOld();
      return asked;
    },
    learn: (refusals) => {
      let learnt = false;
      for (const refusal of refusals) {
        if (!deny(refusal)) continue;
        learnt = true;
        tell({
          code: "PART_WITHHELD",
          message: `${shop} withholds ${partName(refusal.part)} ${reasonOf(refusal.verdict)}. Records are read without; what is known already stays.`,
          detail: { part: refusal.part, verdict: refusal.verdict },
        });
      }
      if (learnt) settle();
    },
    replace: (facts) => {
      const places = denied.get("places");
      denied.clear();
      ({ scopes } = facts);
      // A look at the shop tells withheld addresses from shown ones, but not how they are withheld.
      if (places !== undefined && facts.protectedData.address !== "ok") denied.set("places", places);
      for (const [part, isShown] of Object.entries(partsShown(facts)) as [AskedPart, boolean][])
        if (!isShown) deny({ part, verdict: deniedBy(facts.protectedData, part) });
      settle();
    },
    verdict: (part) => {
      forgetOld();
      return denied.get(part)?.verdict ?? "ok";
    },
    scopes: () => scopes,
    noteScopes: (found) => {
      scopes = found;
    },
  };
}

function deniedBy(protectedData: StoreFacts["protectedData"], part: AskedPart): Refusal["verdict"] {
  const verdict = part in protectedData ? protectedData[part as ProtectedPart] : "denied-by-scope";
  return verdict === "ok" ? "denied-by-scope" : verdict;
}
