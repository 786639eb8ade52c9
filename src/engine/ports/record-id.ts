import { isRecordKind, type RecordKey } from "#domain/source-record.ts";

/** A record on a connection, as its id for the outside names it. */
export interface RecordPlace {
  readonly connection: string;
  readonly key: RecordKey;
}

/** Id of a record on a connection for the API: safe in an address, reversible. */
export function recordId(connection: string, kind: string, id: string): string {
  return Buffer.from([connection, kind, id].join("\n")).toString("base64url");
}

/** The record that an id names; null for a text that is no id of ours. */
export function readRecordId(text: string): RecordPlace | null {
  const inside = Buffer.from(text, "base64url").toString("utf8");
  const [connection, kind, id, ...rest] = inside.split("\n");
  if (connection === undefined || id === undefined || !isRecordKind(kind) || rest.length > 0) return null;
  // Made by nobody but us, and we keep no NUL: PostgreSQL would refuse the question.
  if (inside.includes("\u0000") || recordId(connection, kind, id) !== text) return null;
  return { connection, key: { kind, id } };
}
