import type { SourceGuarantee } from "../guarantee.ts";
import { announcementAgreesWithRead } from "./announcement-agrees-with-read.ts";
import { announcementReordered } from "./announcement-reordered.ts";
import { announcementRepeated } from "./announcement-repeated.ts";
import { announcementsInParallel } from "./announcements-in-parallel.ts";
import { askedToWait } from "./asked-to-wait.ts";
import { capabilitiesDeclared } from "./capabilities-declared.ts";
import { changeWhilePaging } from "./change-while-paging.ts";
import { checkpointHolds } from "./checkpoint-holds.ts";
import { deletionNoticed } from "./deletion-noticed.ts";
import { everyIdAnswered } from "./every-id-answered.ts";
import { everyPageWalked } from "./every-page-walked.ts";
import { foreignSubscriptionsUntouched } from "./foreign-subscriptions-untouched.ts";
import { hiddenIsNotDeleted } from "./hidden-is-not-deleted.ts";
import { lockOutPauses } from "./lock-out-pauses.ts";
import { longRecordsWhole } from "./long-records-whole.ts";
import { mergeFollowed } from "./merge-followed.ts";
import { neighboursUnharmed } from "./neighbours-unharmed.ts";
import { nothingPersonalTold } from "./nothing-personal-told.ts";
import { olderNeverWins } from "./older-never-wins.ts";
import { partialIsNotWhole } from "./partial-is-not-whole.ts";
import { pointsRespected } from "./points-respected.ts";
import { privacyHonoured } from "./privacy-honoured.ts";
import { signInOnce } from "./sign-in-once.ts";
import { signatureChecked } from "./signature-checked.ts";
import { silentDeletionNoticed } from "./silent-deletion-noticed.ts";
import { storedBeforeAnswered } from "./stored-before-answered.ts";
import { stormWeathered } from "./storm-weathered.ts";
import { subscriptionsMended } from "./subscriptions-mended.ts";
import { unannouncedFound } from "./unannounced-found.ts";
import { uninstallHonoured } from "./uninstall-honoured.ts";
import { unknownEnumSurvives } from "./unknown-enum-survives.ts";
import { unknownFieldSurvives } from "./unknown-field-survives.ts";
import { unknownTopicSurvives } from "./unknown-topic-survives.ts";
import { unreadRecordKept } from "./unread-record-kept.ts";
import { unreadableDeliveryKept } from "./unreadable-delivery-kept.ts";
import { unreadableReadsFail } from "./unreadable-reads-fail.ts";
import { walkResumesAnywhere } from "./walk-resumes-anywhere.ts";
import { wholeStoreWaits } from "./whole-store-waits.ts";
import { withheldIsUnknown } from "./withheld-is-unknown.ts";
import { withheldKeepsKnown } from "./withheld-keeps-known.ts";

/** What a connector that records are taken from has to keep. One file per guarantee, in the order in which they are told. */
export const sourceGuarantees: readonly SourceGuarantee[] = [
  signatureChecked,
  storedBeforeAnswered,
  unreadableDeliveryKept,
  announcementRepeated,
  announcementReordered,
  announcementsInParallel,
  olderNeverWins,
  unknownTopicSurvives,
  unknownFieldSurvives,
  unknownEnumSurvives,
  announcementAgreesWithRead,
  withheldIsUnknown,
  withheldKeepsKnown,
  hiddenIsNotDeleted,
  deletionNoticed,
  silentDeletionNoticed,
  mergeFollowed,
  everyIdAnswered,
  neighboursUnharmed,
  partialIsNotWhole,
  unreadableReadsFail,
  longRecordsWhole,
  everyPageWalked,
  changeWhilePaging,
  walkResumesAnywhere,
  unannouncedFound,
  checkpointHolds,
  unreadRecordKept,
  askedToWait,
  pointsRespected,
  wholeStoreWaits,
  stormWeathered,
  signInOnce,
  lockOutPauses,
  subscriptionsMended,
  foreignSubscriptionsUntouched,
  uninstallHonoured,
  privacyHonoured,
  nothingPersonalTold,
  capabilitiesDeclared,
];
