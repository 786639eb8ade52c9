import type { TargetGuarantee } from "../guarantee.ts";
import { ambiguousMatchParks } from "./ambiguous-match-parks.ts";
import { amountsToTheCent } from "./amounts-to-the-cent.ts";
import { announcedBeforeSent } from "./announced-before-sent.ts";
import { answerLostAfterCommit } from "./answer-lost-after-commit.ts";
import { answerLostBeforeCommit } from "./answer-lost-before-commit.ts";
import { budgetRespected } from "./budget-respected.ts";
import { capabilitiesExplained } from "./capabilities-explained.ts";
import { changesAfterArrivalTold } from "./changes-after-arrival-told.ts";
import { counterpartRecognised } from "./counterpart-recognised.ts";
import { deletesNoticed } from "./deletes-noticed.ts";
import { deliveryInParallel } from "./delivery-in-parallel.ts";
import { deliveryReordered } from "./delivery-reordered.ts";
import { deliveryRepeated } from "./delivery-repeated.ts";
import { everyWriteTold } from "./every-write-told.ts";
import { failureAfterCommit } from "./failure-after-commit.ts";
import { failureIsNotAbsence } from "./failure-is-not-absence.ts";
import { failuresBackOff } from "./failures-back-off.ts";
import { hubsCarryOnce } from "./hubs-carry-once.ts";
import { lateWorkerStandsBack } from "./late-worker-stands-back.ts";
import { lookalikesLeftAlone } from "./lookalikes-left-alone.ts";
import { notSentAgainUnlooked } from "./not-sent-again-unlooked.ts";
import { nothingPersonalTold } from "./nothing-personal-told.ts";
import { outageSurvived } from "./outage-survived.ts";
import { ownDocumentsRecognised } from "./own-documents-recognised.ts";
import { ownReferenceSuffices } from "./own-reference-suffices.ts";
import { pagingComplete } from "./paging-complete.ts";
import { pagingUnderChange } from "./paging-under-change.ts";
import { planWritesNothing } from "./plan-writes-nothing.ts";
import { quotaRespected } from "./quota-respected.ts";
import { readBackMismatchTold } from "./read-back-mismatch-told.ts";
import { refusedNotRepeated } from "./refused-not-repeated.ts";
import { refusedSignInPauses } from "./refused-sign-in-pauses.ts";
import { resumeAfterCrash } from "./resume-after-crash.ts";
import { sessionRenewedOnce } from "./session-renewed-once.ts";
import { settingsRefuseUnknownKeys } from "./settings-refuse-unknown-keys.ts";
import { slowAnswers } from "./slow-answers.ts";
import { staffFieldsKept } from "./staff-fields-kept.ts";
import { sumsThatDisagreePark } from "./sums-that-disagree-park.ts";
import { throttledWithRetryAfter } from "./throttled-with-retry-after.ts";
import { throttledWithoutRetryAfter } from "./throttled-without-retry-after.ts";
import { unchangedWritesNothing } from "./unchanged-writes-nothing.ts";
import { unheardIsMadeUpFor } from "./unheard-is-made-up-for.ts";
import { unknownValuesSurvive } from "./unknown-values-survive.ts";
import { unreadableAnswerToRead } from "./unreadable-answer-to-read.ts";
import { unreadableAnswerToWrite } from "./unreadable-answer-to-write.ts";
import { withheldNeverOverwrites } from "./withheld-never-overwrites.ts";

/** What a connector that records are carried to has to keep. One file per guarantee, in the order in which they are told. */
export const targetGuarantees: readonly TargetGuarantee[] = [
  capabilitiesExplained,
  settingsRefuseUnknownKeys,
  deliveryRepeated,
  deliveryReordered,
  deliveryInParallel,
  hubsCarryOnce,
  lateWorkerStandsBack,
  planWritesNothing,
  announcedBeforeSent,
  everyWriteTold,
  answerLostBeforeCommit,
  answerLostAfterCommit,
  failureAfterCommit,
  unreadableAnswerToWrite,
  slowAnswers,
  notSentAgainUnlooked,
  ownReferenceSuffices,
  resumeAfterCrash,
  unheardIsMadeUpFor,
  unreadableAnswerToRead,
  failureIsNotAbsence,
  throttledWithRetryAfter,
  throttledWithoutRetryAfter,
  failuresBackOff,
  outageSurvived,
  refusedSignInPauses,
  sessionRenewedOnce,
  refusedNotRepeated,
  budgetRespected,
  quotaRespected,
  amountsToTheCent,
  sumsThatDisagreePark,
  readBackMismatchTold,
  counterpartRecognised,
  ambiguousMatchParks,
  lookalikesLeftAlone,
  ownDocumentsRecognised,
  pagingComplete,
  pagingUnderChange,
  unchangedWritesNothing,
  changesAfterArrivalTold,
  withheldNeverOverwrites,
  staffFieldsKept,
  unknownValuesSurvive,
  deletesNoticed,
  nothingPersonalTold,
];
