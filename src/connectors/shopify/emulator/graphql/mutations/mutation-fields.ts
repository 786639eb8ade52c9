import type { TypeFields } from "../type-fields.ts";
import { bulkMutations } from "./bulk-mutations.ts";
import { customerMutations } from "./customer-mutations.ts";
import { editMutations } from "./edit-mutations.ts";
import { fulfillmentMutations } from "./fulfillment-mutations.ts";
import { holdMutations } from "./hold-mutations.ts";
import { orderMutations } from "./order-mutations.ts";
import { refundMutations } from "./refund-mutations.ts";
import { tagMutations } from "./tag-mutations.ts";
import { webhookMutations } from "./webhook-mutations.ts";
import { workMutations } from "./work-mutations.ts";

/** The modelled mutations; every other is refused as not modelled. */
export const mutationFields: TypeFields = new Map([
  ...webhookMutations,
  ...orderMutations,
  ...editMutations,
  ...refundMutations,
  ...fulfillmentMutations,
  ...holdMutations,
  ...workMutations,
  ...tagMutations,
  ...customerMutations,
  ...bulkMutations,
]);
