/**
 * Everything that the author of a connector needs to have it judged: `import { … } from "waybill/conformance"`. See
 * `docs/guides/conformance.md`.
 */
export {
  capabilities,
  LackingCapability,
  sourceCapabilities,
  type CapabilityName,
  type Lacking,
  type SourceCapabilityName,
} from "./capabilities.ts";
export { guarantees, guaranteesFor } from "./catalogue.ts";
export type { Guarantee, SourceGuarantee, TargetGuarantee } from "./guarantee.ts";
export { runGuarantee, type Verdict } from "./run-guarantee.ts";
export { runGuarantees } from "./run-guarantees.ts";
export type {
  AnswerProbe,
  Buyer,
  DeliveryProbe,
  LongRecord,
  OperationNames,
  PartialAnswer,
  PlacedOrder,
  ShopHandle,
  ShopProbe,
  Subscription,
  SubscriptionProbe,
} from "./source-subject.ts";
export type {
  ComingRecord,
  ConformanceSubject,
  FlowProbe,
  MatchingProbe,
  ProbedDocument,
  Refusal,
  SourceSubject,
  TargetHandle,
  TargetSubject,
} from "./subject.ts";
