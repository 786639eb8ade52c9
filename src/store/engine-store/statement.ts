import type { Pool, PoolClient, QueryResultRow } from "pg";
import { asStoreFailure } from "../passing-failure.ts";

/** Something that runs SQL: the pool, or one connection inside a transaction. */
export type Runner = Pick<Pool | PoolClient, "query">;

/**
 * Runs a statement that is prepared once per database connection under `name`. Values travel as parameters; a page of rows
 * travels as one JSON parameter that the statement unfolds, so that a page costs one round trip. Rejects with `StoreAwayError`
 * for trouble that passes.
 */
export async function run<Row extends QueryResultRow>(
  runner: Runner,
  name: string,
  text: string,
  values: readonly unknown[],
): Promise<Row[]> {
  try {
    const result = await runner.query<Row>({ name, text, values: [...values] });
    return result.rows;
  } catch (error) {
    throw asStoreFailure(error);
  }
}

/** Like `run`, for the number of rows touched. */
export async function count(
  runner: Runner,
  name: string,
  text: string,
  values: readonly unknown[],
): Promise<number> {
  try {
    const result = await runner.query({ name, text, values: [...values] });
    return result.rowCount ?? 0;
  } catch (error) {
    throw asStoreFailure(error);
  }
}

/**
 * JSON text that PostgreSQL takes: it refuses the character NUL and halves of surrogate pairs, which JSON itself allows and
 * shoppers' browsers send. They become the replacement character.
 */
export function jsonParameter(value: unknown): string {
  const text = JSON.stringify(value);
  if (!/\\u(?:0000|d[89a-f])/i.test(text)) return text;
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === "string" ? part.toWellFormed().replaceAll("\0", "\uFFFD") : part,
  );
}

/** Runs `work` in one transaction; rolls back when it rejects. */
export async function transaction<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect().catch((error: unknown) => {
    throw asStoreFailure(error);
  });
  let broken: Error | undefined;
  try {
    await client.query("begin");
    const result = await work(client);
    await client.query("commit");
    return result;
  } catch (error) {
    await client.query("rollback").catch((rollbackError: unknown) => {
      broken = rollbackError instanceof Error ? rollbackError : new Error(String(rollbackError));
    });
    throw asStoreFailure(error);
  } finally {
    client.release(broken);
  }
}

/** ISO text of a database time; null stays null. */
export function iso(time: Date): string;
export function iso(time: Date | null): string | null;
export function iso(time: Date | null): string | null {
  return time === null ? null : time.toISOString();
}
