// What a webhook receiver costs at least: a bare HTTP server that stores each body, many per commit, and then answers 200.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import pg from "pg";

const url = process.argv[2];
if (url === undefined) throw new Error("usage: bare-inbox.ts DATABASE_URL");
const pool = new pg.Pool({ connectionString: url, max: 2 });
await pool.query(`drop table if exists bare_inbox`);
await pool.query(
  `create table bare_inbox (id bigint generated always as identity primary key, delivery text not null unique,
     received timestamptz not null default now(), body text not null)`,
);
await pool.query(`alter table bare_inbox alter column body set storage external`);

interface Waiting {
  readonly id: string;
  readonly body: string;
  readonly answer: (status: number) => void;
}

const mostAtOnce = 200;
const maxWaitMs = 3;
let waiting: Waiting[] = [];
let timer: NodeJS.Timeout | null = null;
let running = 0;

function flush(): void {
  timer = null;
  if (waiting.length === 0 || running >= 2) return;
  const batch = waiting.splice(0, mostAtOnce);
  running += 1;
  pool
    .query({
      name: "bare",
      text: `insert into bare_inbox (delivery, body) select * from unnest($1::text[], $2::text[]) on conflict do nothing`,
      values: [batch.map(({ id }) => id), batch.map(({ body }) => body)],
    })
    .then(
      () => batch.forEach(({ answer }) => answer(200)),
      () => batch.forEach(({ answer }) => answer(503)),
    )
    .finally(() => {
      running -= 1;
      if (waiting.length > 0) flush();
    });
}

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    waiting.push({
      id: String(request.headers["x-shopify-webhook-id"]),
      body: Buffer.concat(chunks).toString("utf8"),
      answer: (status) => {
        response.writeHead(status);
        response.end();
      },
    });
    if (waiting.length >= mostAtOnce) flush();
    else timer ??= setTimeout(flush, maxWaitMs);
  });
});
server.listen(0, "127.0.0.1", () => {
  const { port } = server.address() as AddressInfo;
  process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${port}` })}\n`);
});
process.on("SIGTERM", () => process.exit(0));
