import fc from "fast-check";
import type { Schedule } from "../schedule.ts";
import { countOfPeople, emailOf } from "./people.ts";
import { sometimes, stated } from "./sometimes.ts";

type Body = Record<string, unknown>;

/** Customers that staff entered before: who the person is, twice who the person is, and who only looks like it. */
function known(number: number): fc.Arbitrary<readonly Body[]> {
  const is = { code: `OLD-${number}`, name: `Known before ${number}`, email: emailOf(number) };
  return fc.oneof(
    { withCrossShrink: true },
    { weight: 4, arbitrary: fc.constant<readonly Body[]>([]) },
    { weight: 2, arbitrary: fc.constant([{ ...is, notes: "Pays late", email: is.email.toUpperCase() }]) },
    { weight: 1, arbitrary: fc.constant([is, { ...is, code: `SAME-${number}` }]) },
    { weight: 1, arbitrary: fc.constant([{ ...is, fields: { Obsolete: true } }]) },
    { weight: 2, arbitrary: fc.constant([{ ...is, code: `NEAR-${number}`, email: `${is.email}.au` }]) },
  );
}

const customers = fc
  .tuple(...Array.from({ length: countOfPeople }, (_, number) => known(number)))
  .map((some) => some.flat());

/** What stands in the account before anything happens; shrinks to nothing. */
export const account: fc.Arbitrary<Schedule["account"]> = stated({
  customers: sometimes(2, customers),
  largestPage: sometimes(3, fc.constantFrom(1, 4, 10)),
});
