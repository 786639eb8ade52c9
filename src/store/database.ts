import { Kysely, PostgresDialect } from "kysely";
import pg from "pg";

/** An open database: a pool for hand-written statements and Kysely on the same pool for the rest. */
export interface Database {
  readonly pool: pg.Pool;
  readonly kysely: Kysely<unknown>;
  close(): Promise<void>;
}

/** `int8` comes as a number: counts and ids of ours stay far below 2^53. `numeric` stays text, times are `Date`. */
const types = new pg.TypeOverrides();
types.setTypeParser(pg.types.builtins.INT8, Number);

/**
 * Opens a pool. A connection that cannot be had within five seconds is an error, so that a request can be answered with
 * "not now" instead of hanging.
 */
export function openDatabase(connectionString: string, options: { readonly max: number }): Database {
  const pool = new pg.Pool({
    connectionString,
    max: options.max,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    types,
    application_name: "waybill",
  });
  // A connection that breaks is replaced by the pool, and whoever uses it hears of it from the next statement; without a listener
  // it would end the process. The pool itself listens only to connections that are idle.
  pool.on("error", () => undefined);
  pool.on("connect", (client) => {
    client.on("error", () => undefined);
  });
  const kysely = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  // Kysely's own `destroy` leaves a pool open that Kysely has never been used on.
  return { pool, kysely, close: () => pool.end() };
}
