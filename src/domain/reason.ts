/**
 * Why something is as it is, for people and for programs.
 * `code` is stable (`ORDER_NOT_PAID`) and listed in `docs/reference/codes.md`; `message` says what happened, to which
 * record and what to do, in plain words, without personal data or secrets.
 */
export interface Reason {
  readonly code: string;
  readonly message: string;
  /** Facts behind the message, for display; no personal data, no secrets. */
  readonly detail?: Readonly<Record<string, unknown>>;
}
