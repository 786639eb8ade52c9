/** What a connector outside this repository is written against: `import { … } from "waybill/kit"`. */
export type { CallBudget } from "./call-budget.ts";
export type { Clock } from "./clock.ts";
export type { ConnectionContext } from "./connection-context.ts";
export { ControlError } from "./emulator/control-error.ts";
export type {
  Emulator,
  EmulatorClock,
  EmulatorControl,
  EmulatorRequest,
  EmulatorResponse,
  Faults,
  LoggedRequest,
} from "./emulator/emulator.ts";
export type { Finding } from "./finding.ts";
export type {
  Applied,
  Facts,
  FindQuery,
  Flow,
  Found,
  LinkFact,
  ListNeed,
  Projection,
  Resolution,
  Verdict,
} from "./flow.ts";
export type { CallPriority, HttpAnswer, HttpCall, HttpCaller, HttpFetch, HttpFile } from "./http-caller.ts";
export type {
  ChangePage,
  Interpretation,
  PrivacyRequest,
  ProtectedPart,
  ProtectedVerdict,
  ReadAnswer,
  SourceConnector,
  SourceSystem,
  StoreFacts,
  WebhookDelivery,
} from "./source-system.ts";
export {
  needText,
  type BudgetLimits,
  type Capabilities,
  type ConfiguredConnection,
  type PresetName,
  type TargetConnector,
} from "./target-connector.ts";
export type { StoredToken, TokenVault } from "./token-vault.ts";
export { currencyDecimals } from "#domain/currency.ts";
export type { Customer } from "#domain/customer/customer.ts";
export type { Knowable } from "#domain/knowable.ts";
export { settleMatch, type Candidate, type Match } from "#domain/matching/match.ts";
export { exact, isSameAmount } from "#domain/money.ts";
export type { Order, OrderLine } from "#domain/order/order.ts";
export type { FieldChange } from "#domain/plan/field-change.ts";
export type { AttentionRequest, Choice, Plan } from "#domain/plan/plan.ts";
export type { Reason } from "#domain/reason.ts";
export type { RecordKey, RecordKind, SourceRecord } from "#domain/source-record.ts";
export { SyncError, type SyncErrorClass } from "#domain/sync-error.ts";
