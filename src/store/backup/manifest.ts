import { createHash } from "node:crypto";
import { z } from "zod";
import { BackupError, damaged } from "./backup-error.ts";
import { notABackup, type ArchiveEntry } from "./archive.ts";

/** Raised when a file of an older Waybill could not be read any more, or one of this could not be read by older ones. */
export const backupFormat = 1;

export const manifestPath = "manifest.json";
export const secretKeyPath = "secret-key";
export const summaryPath = "summary.json";

/** Path of one part of a table's rows in PostgreSQL's COPY text form. */
export function partPath(table: string, part: number): string {
  return `data/${table}/${String(part).padStart(6, "0")}`;
}

const manifestSchema = z.object({
  waybillBackup: z.number().int(),
  /** Version of Waybill that wrote it. */
  version: z.string(),
  /** ISO. */
  createdAt: z.string(),
  /** Last migration that the database had seen. */
  level: z.string(),
  hasSecretKey: z.boolean(),
  /** In an order in which they can be filled. */
  tables: z.array(z.object({ name: z.string(), columns: z.array(z.string()) })),
});

/** First entry of a backup: what it is and what is in it. */
export type Manifest = z.infer<typeof manifestSchema>;

const summarySchema = z.object({
  manifestSha256: z.string(),
  secretKeySha256: z.string().nullable(),
  tables: z.array(
    z.object({ name: z.string(), rows: z.number().int(), bytes: z.number().int(), sha256: z.string() }),
  ),
  /** How far the numbering of identity columns had come. */
  sequences: z.array(z.object({ table: z.string(), column: z.string(), last: z.string() })),
});

/** Last entry of a backup: what has to be true of everything before it. */
export type Summary = z.infer<typeof summarySchema>;

export function sha256(data: Buffer | string): string {
  return createHash("sha256").update(data).digest("hex");
}

/** The manifest of a file's first entry. Throws `BACKUP_NOT_ONE`, or `BACKUP_NEWER` for a format to come. */
export function readManifest(file: string, entry: ArchiveEntry | undefined): Manifest {
  if (entry?.path !== manifestPath) throw notABackup(file);
  let value: unknown;
  try {
    value = JSON.parse(entry.data.toString("utf8"));
  } catch (error) {
    throw damaged("its manifest cannot be read", error);
  }
  const format = z.object({ waybillBackup: z.number(), version: z.string().optional() }).safeParse(value);
  if (!format.success) throw notABackup(file, format.error);
  if (format.data.waybillBackup > backupFormat)
    throw new BackupError(
      "BACKUP_NEWER",
      `The backup was written by a newer Waybill (${format.data.version ?? "of unknown version"}, file format ${format.data.waybillBackup}; this one reads up to ${backupFormat}). Restore it with that version or a later one. Nothing was changed.`,
    );
  const manifest = manifestSchema.safeParse(value);
  if (!manifest.success) throw damaged("its manifest does not hold what it should", manifest.error);
  return manifest.data;
}

export function readSummary(entry: ArchiveEntry): Summary {
  try {
    return summarySchema.parse(JSON.parse(entry.data.toString("utf8")));
  } catch (error) {
    throw damaged("its summary cannot be read", error);
  }
}
