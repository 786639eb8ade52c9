import type { Sayings } from "./sayings-of-record.ts";
import type { Said, Unit } from "./sayings.ts";
import { holds } from "./units.ts";

/**
 * What a customer may hold of a part, given what the shop said of everybody who is linked to it and what was there before (`null`:
 * nothing). The shop's value follows as long as nobody else wrote another; blanks wipe nothing; a note is brought once.
 */
export function mayHold(unit: Unit, linked: readonly Sayings[], before: Said): readonly Said[] {
  const all = linked.flatMap(({ said }) => said.map((saying) => saying[unit]));
  if (before !== null && !all.some((said) => holds(before, said))) return [before];
  const [only, ...others] = linked;
  const last = only?.said.at(-1)?.[unit] ?? null;
  const isBinding =
    only !== undefined && others.length === 0 && only.isLastBinding && last !== null && isWhole(unit, last);
  // A name that stands in for a missing one is nobody's word, so that it is let be.
  const wasNameless = unit === "name" && all.includes(null);
  if (isBinding && unit !== "notes" && !wasNameless) return [last];
  return isBinding && unit === "notes" ? all.filter((said) => said !== null) : all;
}

/** Half a name, or a place without a street, is not laid over a whole one. */
function isWhole(unit: Unit, said: NonNullable<Said>): boolean {
  if (unit === "contact") return Object.values(said).every((part) => part !== null);
  if (unit === "postal" || unit === "shipping") return said["StreetAddress"] !== null;
  return true;
}
