import pg from "pg";

/** Name of the database in a data folder's cluster. */
export const database = "waybill";

/** A server that is only slow answers within this time, at least one time of several. */
const answerTimeoutMs = 5_000;

/** How a server that is asked for a database is. */
export type Pulse = "ready" | "starting" | "no database" | "busy" | "silent";

/**
 * How the server is. Anything that it answers in PostgreSQL's own words shows that it lives: that it has no connection left, is
 * starting or stopping, or does not let us in (PostgreSQL: "PostgreSQL Error Codes").
 */
export async function pulse(url: string, name = database): Promise<Pulse> {
  const client = new pg.Client({
    connectionString: withDatabase(url, name),
    connectionTimeoutMillis: answerTimeoutMs,
  });
  client.on("error", () => undefined);
  try {
    await client.connect();
    await client.query("select 1");
    return "ready";
  } catch (error) {
    if (!(error instanceof pg.DatabaseError)) return "silent";
    return error.code === "57P03" ? "starting" : error.code === "3D000" ? "no database" : "busy";
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Makes the cluster's database when it is not there yet. */
export async function ensureDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: withDatabase(url, "postgres") });
  client.on("error", () => undefined);
  await client.connect();
  try {
    const { rowCount } = await client.query(`select 1 from pg_database where datname = $1`, [database]);
    if (rowCount === 0) await client.query(`create database ${database}`).catch(toleratesRace);
  } finally {
    await client.end();
  }
}

/** Somebody else has made it at the same moment. */
function toleratesRace(error: unknown): void {
  if (!(error instanceof pg.DatabaseError && ["42P04", "23505"].includes(error.code ?? ""))) throw error;
}

function withDatabase(url: string, name: string): string {
  const address = new URL(url);
  address.pathname = `/${name}`;
  return address.toString();
}
