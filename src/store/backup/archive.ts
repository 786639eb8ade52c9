import { createReadStream, createWriteStream } from "node:fs";
import { open, rename, rm, stat } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip, createGzip } from "node:zlib";
import { Header } from "tar";
import { BackupError, damaged } from "./backup-error.ts";
import { createByteReader } from "./byte-reader.ts";

/** One file inside an archive. Small enough to be held in memory; big tables are cut into many. */
export interface ArchiveEntry {
  readonly path: string;
  readonly data: Buffer;
}

const blockBytes = 512;
/** Nothing that Waybill writes comes near; a header that says more is damaged. */
const mostEntryBytes = 256 * 1024 * 1024;

/**
 * Writes entries as a `.tar.gz`, which any tar can list and unpack. It is written aside, brought to the disk, and takes its
 * name when it is complete, so that a file of that name is never half a backup. Readable by this user only. Answers its size.
 */
export async function writeArchive(
  file: string,
  entries: AsyncIterable<ArchiveEntry>,
  signal?: AbortSignal,
): Promise<number> {
  const partial = `${file}.${process.pid}.partial`;
  try {
    await pipeline(
      Readable.from(toTar(entries), { objectMode: false }),
      createGzip({ level: 4 }),
      createWriteStream(partial, { mode: 0o600, flush: true }),
      ...(signal === undefined ? [] : [{ signal }]),
    );
    await rename(partial, file);
    return (await stat(file)).size;
  } catch (error) {
    await rm(partial, { force: true }).catch(() => undefined);
    throw isFileTrouble(error) ? notWritable(file, error) : error;
  }
}

async function* toTar(entries: AsyncIterable<ArchiveEntry>): AsyncGenerator<Buffer> {
  for await (const { path, data } of entries) {
    const block = Buffer.alloc(blockBytes);
    new Header({
      path,
      mode: 0o600,
      uid: 0,
      gid: 0,
      size: data.length,
      mtime: new Date(0),
      type: "File",
    }).encode(block);
    yield block;
    if (data.length > 0) yield data;
    if (data.length % blockBytes > 0) yield Buffer.alloc(blockBytes - (data.length % blockBytes));
  }
  yield Buffer.alloc(2 * blockBytes);
}

/**
 * Reads what `writeArchive` wrote, entry by entry. Throws `BackupError`: `BACKUP_NOT_FOUND`, `BACKUP_NOT_ONE` for a file of
 * another kind, `BACKUP_DAMAGED` for one that was cut off or changed.
 */
export async function* readArchive(file: string): AsyncGenerator<ArchiveEntry> {
  await checkKind(file);
  const source = createReadStream(file);
  const gunzip = createGunzip();
  source.on("error", (error) => gunzip.destroy(error));
  source.pipe(gunzip);
  const bytes = createByteReader(gunzip);
  try {
    for (;;) {
      const block = await bytes.take(blockBytes);
      const header = new Header(block);
      if (header.nullBlock) break;
      const { path, size } = header;
      if (!header.cksumValid || path === undefined || size === undefined || size > mostEntryBytes)
        throw damaged("it holds something that is not an entry of an archive");
      const data = await bytes.take(size);
      await bytes.take((blockBytes - (size % blockBytes)) % blockBytes);
      yield { path, data };
    }
    // Reads to the end, so that the checksum of the compression is looked at too.
    await bytes.drain();
  } catch (error) {
    if (error instanceof BackupError) throw error;
    throw damaged("it cannot be unpacked to its end", error);
  } finally {
    source.destroy();
    gunzip.destroy();
  }
}

async function checkKind(file: string): Promise<void> {
  const handle = await open(file, "r").catch((error: unknown) => {
    throw new BackupError("BACKUP_NOT_FOUND", `The file ${file} cannot be read (${codeOf(error)}).`, {
      cause: error,
    });
  });
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    if (bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b) return;
  } catch (error) {
    throw notABackup(file, error);
  } finally {
    await handle.close();
  }
  throw notABackup(file);
}

export function notABackup(file: string, cause?: unknown): BackupError {
  return new BackupError(
    "BACKUP_NOT_ONE",
    `${file} is not a backup of Waybill. Name a file that \`waybill backup\` wrote. Nothing was changed.`,
    { cause },
  );
}

function notWritable(file: string, cause: unknown): BackupError {
  return new BackupError(
    "BACKUP_NOT_WRITABLE",
    `The backup could not be written to ${file} (${codeOf(cause)}). Choose a folder that exists, may be written, and has room.`,
    { cause },
  );
}

/** What the file system says; PostgreSQL's codes look different. */
function isFileTrouble(error: unknown): boolean {
  return ["ENOSPC", "EDQUOT", "EIO", "EACCES", "EROFS", "EISDIR", "ENOTDIR", "EFBIG", "ENOENT"].includes(
    codeOf(error),
  );
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "unknown";
}
