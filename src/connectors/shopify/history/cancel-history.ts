import { cancelBulkOperation } from "../documents/bulk.ts";
import type { CancelBulkOperationMutation } from "../generated/admin-2026-10.ts";
import type { SystemParts } from "../system/system-parts.ts";
import { refusedWhole } from "../system/ask-shown.ts";

/** The shop may stop. That an operation is over, or not known any more, comes as a refusal and is as good. */
export async function cancelHistory(
  { client }: Pick<SystemParts, "client">,
  operation: string,
): Promise<void> {
  const { data, problems } = await client.ask<CancelBulkOperationMutation>({
    name: "CancelBulkOperation",
    document: cancelBulkOperation,
    variables: { id: operation },
    writes: true,
  });
  if (data === null || problems.length > 0) throw refusedWhole("CancelBulkOperation", problems);
}
