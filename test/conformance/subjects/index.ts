import type { ConformanceSubject } from "../subject.ts";
import { patchSubject } from "./patch.ts";
import { shopifySubject } from "./shopify.ts";
import { unleashedSubject } from "./unleashed.ts";

/** The connectors that Waybill comes with. */
export const subjects: readonly ConformanceSubject[] = [shopifySubject, unleashedSubject, patchSubject];
