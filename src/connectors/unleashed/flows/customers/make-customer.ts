import { SyncError } from "#domain/sync-error.ts";
import type { UnleashedClient } from "../../client.ts";
import type { WireCustomer } from "../../schema.ts";
import { createBody } from "./customer-body.ts";
import type { DesiredCustomer, WrittenCustomer } from "./desired-customer.ts";

/**
 * Makes a customer under its GUID. One with a fixed code, such as the customer that guests share, may be made by another store of
 * the account at the same moment; a refusal for that reason is a conflict, so that the next look finds and uses it.
 */
export async function makeCustomer(
  client: Pick<UnleashedClient, "postCustomer" | "findCustomers">,
  reference: string,
  desired: DesiredCustomer,
  written: WrittenCustomer,
): Promise<WireCustomer> {
  const { code } = desired;
  try {
    return await client.postCustomer(reference, createBody(desired, written));
  } catch (error) {
    const isRefused = error instanceof SyncError && error.errorClass === "rejected";
    if (!isRefused || desired.search.code !== code) throw error;
    const hits = await client.findCustomers({ customerCode: code });
    if (!hits.some((hit) => hit.CustomerCode === code)) throw error;
    throw new SyncError(
      "conflict",
      {
        code: "CUSTOMER_MADE_MEANWHILE",
        message: `The customer ${code} was made by something else at the same moment, such as another store of this account. Waybill looks again and uses that one.`,
      },
      { cause: error },
    );
  }
}
