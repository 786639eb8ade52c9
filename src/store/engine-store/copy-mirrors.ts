import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Pool } from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { randomUUID } from "node:crypto";
import type { MirrorWrite } from "#engine/ports/engine-store.ts";
import { asStoreFailure } from "../passing-failure.ts";
import { jsonParameter } from "./statement.ts";

const copySql = `
  copy waybill.mirror (store, kind, record_id, updated_at, record, origin, confirmed, withheld, version) from stdin`;

/**
 * Puts records into the mirror that are not there yet, all or none, in the way that costs PostgreSQL least. False: one of them has
 * come there meanwhile, and nothing was put in.
 */
export async function copyMirrors(
  pool: Pool,
  store: string,
  writes: readonly MirrorWrite[],
): Promise<boolean> {
  const client = await pool.connect().catch((error: unknown) => {
    throw asStoreFailure(error);
  });
  let broken: Error | undefined;
  try {
    await pipeline(Readable.from([textOf(store, writes)]), client.query(copyFrom(copySql)));
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === uniqueViolation) return false;
    broken = error instanceof Error ? error : new Error(String(error));
    throw asStoreFailure(error);
  } finally {
    client.release(broken);
  }
}

const uniqueViolation = "23505";

/** Rows in PostgreSQL's text format. Source: its documentation of COPY. */
function textOf(store: string, writes: readonly MirrorWrite[]): Buffer {
  const rows = writes.map(({ key, record, origin, withheld, version = randomUUID() }) =>
    [
      field(store),
      key.kind,
      field(key.id),
      record.updatedAt ?? String.raw`\N`,
      field(jsonParameter(record)),
      origin,
      origin === "read" ? "t" : "f",
      withheld ? "t" : "f",
      version,
    ].join("\t"),
  );
  return Buffer.from(`${rows.join("\n")}\n`);
}

function field(text: string): string {
  if (!special.test(text)) return text;
  return text
    .replaceAll("\\", "\\\\")
    .replaceAll("\t", String.raw`\t`)
    .replaceAll("\n", String.raw`\n`)
    .replaceAll("\r", String.raw`\r`);
}

const special = /[\\\t\n\r]/;
