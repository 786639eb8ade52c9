import type { Client } from "pg";

export interface SignTimes {
  /** How often the connection is tried: one that carries nothing may be dropped on the way without a word. Default 10 s. */
  readonly tryEveryMs?: number;
  /** It counts as lost when no answer comes within this time; default 5 s. */
  readonly answerWithinMs?: number;
  /**
   * Another process without a sign of life counts as dead only when it still has none after this time, since it may be taking it
   * anew; default 1 s.
   */
  readonly confirmMs?: number;
}

export interface SignOptions extends SignTimes {
  readonly id: string;
  readonly role: string;
  readonly lockKey: string;
  readonly connect: () => Promise<Client>;
}

export interface HeldSign {
  release(): Promise<void>;
}

const holdAgainMs = 250;

/**
 * Holds the lock of a process and keeps it on the list; takes both again when the connection is lost, as PostgreSQL may be restarted
 * under us, and another process may have struck it off the list meanwhile. Rejects when it cannot be held in the first place.
 */
export async function holdSign(options: SignOptions): Promise<HeldSign> {
  let client: Client | null = null;
  let isReleased = false;

  /** Resolves once it is held, with a promise for its loss. */
  const hold = async (): Promise<{ readonly lost: Promise<void> }> => {
    const mine = await options.connect();
    if (isReleased) {
      await mine.end();
      throw new Error("the process has ended meanwhile");
    }
    const lost = lossOf(mine, options);
    client = mine;
    try {
      // The last connection may be lost to this side only. Its lock says that we live until PostgreSQL has noticed, and is free then.
      while (!isReleased && !(await isLocked(mine, options.lockKey))) await pause(holdAgainMs);
      await mine.query(
        `insert into waybill.process (id, role, lock_key) values ($1, $2, $3) on conflict (id) do nothing`,
        [options.id, options.role, options.lockKey],
      );
      return { lost };
    } catch (error) {
      await mine.end().catch(() => undefined);
      throw error;
    }
  };

  const keep = async (first: { readonly lost: Promise<void> }): Promise<void> => {
    let held: { readonly lost: Promise<void> } | null = first;
    for (;;) {
      await held?.lost;
      if (isReleased) return;
      await pause(holdAgainMs);
      held = await hold().catch(() => null);
    }
  };

  keep(await hold()).catch(() => undefined);
  return {
    release: async () => {
      isReleased = true;
      await client?.end().catch(() => undefined);
    },
  };
}

/** Resolves once a connection has ended, broken, or does not answer any more. */
function lossOf(client: Client, { tryEveryMs = 10_000, answerWithinMs = 5_000 }: SignTimes): Promise<void> {
  return new Promise((resolve) => {
    const beat = setInterval(() => {
      within(client.query("select 1"), answerWithinMs).catch(lose);
    }, tryEveryMs);
    const lose = (): void => {
      clearInterval(beat);
      client.end().catch(() => undefined);
      resolve();
    };
    client.on("error", lose);
    client.on("end", lose);
  });
}

async function isLocked(client: Client, lockKey: string): Promise<boolean> {
  const { rows } = await client.query<{ ok: boolean }>(`select pg_try_advisory_lock($1) as ok`, [lockKey]);
  return rows[0]?.ok === true;
}

async function within(answer: Promise<unknown>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error("no answer in time")), ms);
  });
  try {
    await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
