import type { AttentionRequest, Choice } from "#domain/plan/plan.ts";
import type { BookingKind } from "./booking.ts";
import { leaveOut, retry } from "./choices.ts";
import { chargeCode, productCode, type ProductProblem } from "./place-bookings.ts";
import { taxCode, type TaxProblem } from "./tax-codes.ts";

/** How many products are named in choices; more are settled by those for all of them. */
const namedProducts = 20;

/**
 * Products that the account does not have. One attention names them all; a choice is remembered for each of them, for every later
 * order of the connection.
 */
export function productProblem(problems: readonly ProductProblem[]): AttentionRequest {
  const [only, second] = problems;
  const isOne = only !== undefined && second === undefined;
  const all = isOne ? "it" : "all of them";
  const canCreate = problems.some(({ problem, code }) => problem === "unknown" && code !== null);
  const shopsOwn = problems.filter(({ key }) => !key.startsWith("set:"));
  const choices: Choice[] = [];
  if (isOne) choices.push({ choice: "map=<code>", label: "Use this product code for it from now on" });
  else
    for (const { key } of problems.slice(0, namedProducts))
      choices.push({ choice: `map:${key}=<code>`, label: `Use this product code for ${key} from now on` });
  if (canCreate)
    choices.push({ choice: "create", label: `Make ${isOne ? "it" : "those that are unknown"} in Unleashed` });
  if (shopsOwn.length > 0)
    choices.push(
      { choice: "charge-line", label: `Write ${all} as charge lines without a product from now on` },
      { choice: "ignore-line", label: `Leave ${all} out of sales orders from now on, money too` },
    );
  return {
    code: productCode,
    message:
      problems.slice(0, 10).map(inWords).join("; ") +
      `${problems.length > 10 ? `; and ${problems.length - 10} more` : ""}. ` +
      "The order waits; the others go on.",
    detail: { products: problems },
    choices: [...choices, retry, leaveOut],
  };
}

function inWords({ key, code, title, problem }: ProductProblem): string {
  const set = key.startsWith("set:") ? " of the settings" : "";
  switch (problem) {
    case "unknown":
      return `Unleashed has no product with the code ${code ?? key}${set} (${title})`;
    case "obsolete":
      return `the product ${code ?? key}${set} is obsolete in Unleashed (${title})`;
    case "not-sellable":
      return `the product ${code ?? key}${set} is not sellable in Unleashed (${title})`;
    case "no-sku":
      return `${JSON.stringify(title)} has no SKU in the shop`;
    case "custom":
      return `${JSON.stringify(title)} is no product of the shop, and the settings leave it to a person`;
  }
}

/** Tax combinations without a code. Choices settle the first; the next is asked about afterwards. */
export function taxProblem(problems: readonly TaxProblem[]): AttentionRequest {
  const [first] = problems;
  return {
    code: taxCode,
    message: problems.map(({ message }) => message).join(" "),
    detail: { taxes: problems.map(({ key }) => key) },
    choices: [...(first?.choices ?? []), retry, leaveOut],
  };
}

/** Money that the settings leave to a person. */
export function chargeProblem(kinds: ReadonlySet<BookingKind>): AttentionRequest {
  const names = [...kinds].map((kind) => kind.replace("-", " "));
  return {
    code: chargeCode,
    message: `The order has ${names.join(" and ")}, which the settings orders.charges leave to a person.`,
    detail: { kinds: [...kinds] },
    choices: [{ choice: "charge-line", label: "Write it as a charge line in this order" }, retry, leaveOut],
  };
}

/** Everything was taken off again before the order arrived. */
export function nothingToBook(): AttentionRequest {
  return {
    code: "NOTHING_TO_BOOK",
    message:
      "Nothing of the order is left to book: all lines were taken off before it was carried over. Nothing was written.",
    choices: [leaveOut, retry],
  };
}
