export type BackupErrorCode =
  | "BACKUP_NOT_FOUND"
  | "BACKUP_NOT_ONE"
  | "BACKUP_DAMAGED"
  | "BACKUP_NEWER"
  | "BACKUP_NOT_WRITABLE"
  | "NOTHING_TO_BACK_UP"
  | "DATABASE_NOT_EMPTY"
  | "HUB_IS_RUNNING"
  | "SECRET_KEY_NEEDED"
  | "SECRET_KEY_WRONG";

/** A backup or a restore that was refused. Whatever was there before is still there. */
export class BackupError extends Error {
  override readonly name = "BackupError";
  readonly code: BackupErrorCode;
  readonly detail: Readonly<Record<string, unknown>>;
  constructor(
    code: BackupErrorCode,
    message: string,
    options: { readonly cause?: unknown; readonly detail?: Readonly<Record<string, unknown>> } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.detail = options.detail ?? {};
  }
}

/** The file is not what was once written: cut off, changed, or put together wrongly. */
export function damaged(what: string, cause?: unknown): BackupError {
  return new BackupError(
    "BACKUP_DAMAGED",
    `The backup file is damaged: ${what}. Nothing was changed. Take another copy of the file, or an earlier backup.`,
    { cause },
  );
}
