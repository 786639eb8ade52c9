import type { CallPriority } from "#connectors/kit/http-caller.ts";
import type { ReadAnswer } from "#connectors/kit/source-system.ts";
import type { Customer } from "#domain/customer/customer.ts";
import { SyncError } from "#domain/sync-error.ts";
import { companyFromGraphql } from "../decode/company-from-graphql.ts";
import { customerFromGraphql } from "../decode/customer-from-graphql.ts";
import { companyLocationsById, customersById } from "../documents/customers.ts";
import { askShown, type ShownCall } from "./ask-shown.ts";
import { readInChunks } from "./chunks.ts";
import type { SystemParts } from "./system-parts.ts";
import { anotherRecord, nodesAsked } from "./whole-answers.ts";

/** Later than any time: everything is hidden. */
const always = "9999-12-31T23:59:59.999Z";

const hidden: ReadAnswer = { state: "absent", hiddenBefore: always };

/**
 * Reads buyers: customers by numeric id, companies at a location by `company:<company>:<location>`. Ids that no shop knows
 * (guests) are absent. Buyers that the shop withholds are absent without having been deleted.
 */
export async function readCustomers(
  system: SystemParts,
  ids: readonly string[],
  priority: CallPriority,
): Promise<Map<string, ReadAnswer>> {
  const answers = new Map<string, ReadAnswer>(ids.map((id) => [id, { state: "absent" }]));
  const customers = ids.filter((id) => /^\d+$/.test(id));
  const companies = ids.filter((id) => /^company:\d+:\d+$/.test(id));
  await Promise.all([
    readKind(system, customers, answers, {
      call: { name: "CustomersById", document: customersById, needs: "customer", priority },
      gid: (id) => `gid://shopify/Customer/${id}`,
      decode: customerFromGraphql,
    }),
    readKind(system, companies, answers, {
      call: { name: "CompanyLocationsById", document: companyLocationsById, needs: "companies", priority },
      gid: (id) => `gid://shopify/CompanyLocation/${id.slice(id.lastIndexOf(":") + 1)}`,
      decode: companyFromGraphql,
    }),
  ]);
  return answers;
}

async function readKind(
  { client, shown, chunks }: SystemParts,
  ids: readonly string[],
  answers: Map<string, ReadAnswer>,
  how: {
    readonly call: Omit<ShownCall, "variables">;
    readonly gid: (id: string) => string;
    readonly decode: (node: object) => Customer;
  },
): Promise<void> {
  await readInChunks(chunks, ids, async (chunk) => {
    const gids = chunk.map(how.gid);
    const data = await askShown<{ readonly nodes: readonly (object | null)[] }>(client, shown, {
      ...how.call,
      variables: { ids: gids },
    });
    const nodes = data === null ? null : nodesAsked(how.call.name, data, gids.length);
    for (const [index, id] of chunk.entries()) {
      const node = nodes?.[index];
      if (nodes === null) answers.set(id, hidden);
      else if (node)
        answers.set(
          id,
          (node as { readonly id?: unknown }).id === gids[index]
            ? decoded(id, node, how.decode)
            : { state: "failed", error: anotherRecord(how.call.name) },
        );
    }
  });
}

function decoded(id: string, node: object, decode: (node: object) => Customer): ReadAnswer {
  try {
    const record = decode(node);
    // A location that moved to another company is another buyer.
    return record.id === id ? { state: "present", record, alongside: [] } : { state: "absent" };
  } catch (error) {
    if (error instanceof SyncError) return { state: "failed", error };
    throw error;
  }
}
