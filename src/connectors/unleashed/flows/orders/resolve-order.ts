import type { Resolution } from "#connectors/kit/flow.ts";
import type { Order } from "#domain/order/order.ts";
import type { AttentionRequest } from "#domain/plan/plan.ts";
import { SyncError } from "#domain/sync-error.ts";
import type { UnleashedClient } from "../../client.ts";
import { customerCurrencyCode, resolveOtherCurrency } from "../customer-currency.ts";
import { acceptedCode, acceptedValue } from "./accepted.ts";
import { mismatchCode } from "./check-sums.ts";
import { asItStands, basisCode } from "./choose-basis.ts";
import { createProduct, findExactly } from "./create-product.ts";
import { sameNumberCode } from "./find-order.ts";
import { chargeCode, productCode, productKey, type ProductProblem } from "./place-bookings.ts";
import { sourceFacts } from "./source-facts.ts";
import { taxCode } from "./tax-codes.ts";

type Remembered = Resolution["remember"][number];

/**
 * Carries out a person's choice about an order. What it decides is remembered: about products and taxes for the whole connection,
 * about numbers, sums and charges for the one order. Null: not a choice of this flow.
 */
export async function resolveOrder(
  client: UnleashedClient,
  attention: AttentionRequest,
  choice: string,
  order: Order,
): Promise<Resolution | null> {
  if (attention.code.endsWith("_AFTER_ARRIVAL") && choice === "accept")
    return {
      remember: [{ code: acceptedCode, key: order.id, value: acceptedValue(sourceFacts(order)) }],
      acceptTarget: true,
    };
  if (choice === "current" && attention.code === mismatchCode)
    return remember(basisCode, order.id, asItStands);
  if (choice === "as-sold" || choice === "current") return remember(basisCode, order.id, choice);
  switch (attention.code) {
    case customerCurrencyCode:
      return resolveOtherCurrency(attention, choice);
    case productCode:
      return resolveProducts(client, attention, choice, order);
    case taxCode:
      return resolveTax(client, attention, choice);
    case chargeCode:
      return choice === "charge-line" ? resolveCharges(attention, order) : null;
    case mismatchCode:
      return /^(rounding|goods|tax)=/.test(choice) ? remember(mismatchCode, order.id, choice) : null;
    case sameNumberCode:
    case "SALES_ORDER_DIFFERS":
      return choice === "create" || choice.startsWith("use=")
        ? remember(sameNumberCode, order.id, choice)
        : null;
    default:
      return null;
  }
}

function remember(code: string, key: string, value: string): Resolution {
  return { remember: [{ code, key, value }] };
}

async function resolveProducts(
  client: UnleashedClient,
  attention: AttentionRequest,
  choice: string,
  order: Order,
): Promise<Resolution | null> {
  const problems = listOf(attention, "products", isProductProblem);
  if (choice === "ignore-line" || choice === "charge-line")
    return {
      remember: problems
        .filter(({ key }) => !key.startsWith("set:"))
        .map(({ key }) => ({ code: productCode, key, value: choice })),
    };
  if (choice === "create") return { remember: await createAll(client, problems, order) };
  const mapping = mappingOf(choice, problems);
  if (mapping === null) return null;
  const product = await findExactly(client, mapping.code);
  if (product === null || product.Obsolete === true || product.IsSellable === false)
    throw askAgain(
      attention,
      `Unleashed has no product with the code ${mapping.code} that can be sold. Nothing was decided.`,
    );
  return remember(productCode, mapping.key, `map=${product.ProductCode}`);
}

/** A product that was made before and renamed since is remembered by its present code. */
async function createAll(
  client: UnleashedClient,
  problems: readonly ProductProblem[],
  order: Order,
): Promise<readonly Remembered[]> {
  const remembered: Remembered[] = [];
  for (const { key, code, title, problem } of problems) {
    if (problem !== "unknown" || code === null) continue;
    const line = order.lines.find((candidate) => productKey(candidate) === key) ?? null;
    const known = await createProduct(client, code, title, { order, line });
    if (known !== code) remembered.push({ code: productCode, key, value: `map=${known}` });
  }
  return remembered;
}

/** `map=<code>` for a single product, `map:<key>=<code>` for one of several. */
function mappingOf(
  choice: string,
  problems: readonly ProductProblem[],
): { readonly key: string; readonly code: string } | null {
  const [only] = problems;
  if (choice.startsWith("map=") && only !== undefined)
    return { key: only.key, code: choice.slice("map=".length).trim() };
  const named = problems.find(({ key }) => choice.startsWith(`map:${key}=`));
  if (named === undefined) return null;
  return { key: named.key, code: choice.slice(`map:${named.key}=`.length).trim() };
}

async function resolveTax(
  client: UnleashedClient,
  attention: AttentionRequest,
  choice: string,
): Promise<Resolution | null> {
  const [key] = listOf(attention, "taxes", (entry) => typeof entry === "string");
  if (!choice.startsWith("map=") || key === undefined) return null;
  const code = choice.slice("map=".length).trim();
  const listed = await client.list("Taxes");
  if (!listed.some((entry) => entry.TaxCode === code && entry.Obsolete !== true))
    throw askAgain(attention, `The account has no tax code ${code}. Nothing was decided.`);
  return remember(taxCode, key, `map=${code}`);
}

function resolveCharges(attention: AttentionRequest, order: Order): Resolution {
  const kinds = listOf(attention, "kinds", (entry) => typeof entry === "string");
  return {
    remember: kinds.map((kind) => ({ code: chargeCode, key: `${order.id}:${kind}`, value: "charge-line" })),
  };
}

/** The same question once more, with why the answer did not do. */
function askAgain(attention: AttentionRequest, message: string): SyncError {
  const again = { ...attention, message: `${message} ${attention.message}` };
  return new SyncError("attention", again, { attention: again });
}

/** A list of the attention's detail, which was kept as JSON. */
function listOf<Entry>(
  attention: AttentionRequest,
  name: string,
  isEntry: (entry: unknown) => entry is Entry,
): readonly Entry[] {
  const list = attention.detail?.[name];
  return Array.isArray(list) ? list.filter(isEntry) : [];
}

function isProductProblem(entry: unknown): entry is ProductProblem {
  return (
    typeof entry === "object" &&
    entry !== null &&
    "key" in entry &&
    typeof entry.key === "string" &&
    "problem" in entry
  );
}
