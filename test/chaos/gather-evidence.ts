import type { LoggedRequest } from "#connectors/kit/emulator/emulator.ts";
import type { AccountDump } from "./account-shapes.ts";
import type {
  Announcement,
  Evidence,
  HubEvidence,
  HubRecord,
  Interruption,
  JournalEvidence,
  OpenQuestion,
  PromisedSettings,
  RecordKeyText,
  RecordOutcome,
} from "./evidence.ts";
import type { Control, VersionKeeper } from "./keep-versions.ts";
import type { ShopCompany, ShopProduct } from "./shop-shapes.ts";

/** Rows of a question to the hub's database. */
export type Rows = <Row extends object>(text: string, values?: readonly unknown[]) => Promise<readonly Row[]>;

export interface GatherOptions<Account = AccountDump> {
  readonly control: Control;
  readonly rows: Rows;
  readonly versions: VersionKeeper<Account>;
  readonly settings: PromisedSettings;
  /** Default none. */
  readonly interruptions?: readonly Interruption[];
  /** Default 0. */
  readonly clockSkewMs?: number;
  readonly personalWords: readonly string[];
  readonly secrets: readonly string[];
  /** Every line that the hub logged; default none. */
  readonly logged?: readonly string[];
  /** Name of the emulated store; default `acme`. */
  readonly shop?: string;
  /** Name of the connection; default: both names together. */
  readonly connection?: string;
  /** Name of the emulated account; default `unleashed`. */
  readonly account?: string;
}

/** Gathers what a run is judged by, once it is quiet. What the hub knows is read from its database, past the hub. */
export async function gatherEvidence<Account = AccountDump>(
  options: GatherOptions<Account>,
): Promise<Evidence<Account>> {
  const { control, versions, shop = "acme", account = "unleashed" } = options;
  const { connection = `${shop}-${account}` } = options;
  const dump = await control<{
    readonly shop: {
      readonly myshopifyDomain: string;
      readonly currencyCode: string;
      readonly ianaTimezone: string;
    };
    readonly companies: readonly ShopCompany[];
    readonly products: readonly ShopProduct[];
  }>(`/shopify/${shop}/dump?only=shop,companies,products`);
  const requests = async (system: string): Promise<readonly LoggedRequest[]> =>
    (await control<{ readonly requests: readonly LoggedRequest[] }>(`/${system}/log`)).requests;
  const { deliveries: announcements } = await control<{ readonly deliveries: readonly Announcement[] }>(
    `/shopify/${shop}/webhooks/deliveries`,
  );
  return {
    settings: options.settings,
    shop: {
      domain: dump.shop.myshopifyDomain,
      currency: dump.shop.currencyCode,
      timezone: dump.shop.ianaTimezone,
      orders: versions.orders(),
      customers: versions.customers(),
      companies: dump.companies,
      products: dump.products,
    },
    account: { before: versions.before, after: await control<Account>(`/${account}/dump`) },
    log: { shop: await requests(`shopify/${shop}`), account: await requests(account), announcements },
    hub: await gatherHub(options.rows, connection, options.logged ?? []),
    interruptions: options.interruptions ?? [],
    clockSkewMs: options.clockSkewMs ?? 0,
    personalWords: options.personalWords,
    secrets: options.secrets,
  };
}

async function gatherHub(rows: Rows, connection: string, logged: readonly string[]): Promise<HubEvidence> {
  const keyed = `kind, record_id as "recordId"`;
  const ours = async <Row extends object>(text: string): Promise<readonly Row[]> =>
    rows<Row>(text, [connection]);
  const journal = await ours<JournalEvidence & RecordKeyText>(
    `select id::int, to_json(at) #>> '{}' as at, ${keyed}, code, message, detail
     from waybill.journal where connection = $1 and kind is not null order by id`,
  );
  const lines = Map.groupBy(journal, ({ kind, recordId }) => `${kind}:${recordId}`);
  const records = await ours<Omit<HubRecord, "journal">>(
    `select s.kind, s.record_id as "recordId", s.title, s.outcome,
       case when l.external_id is null then null
         else json_build_object('targetKind', l.target_kind, 'externalId', l.external_id) end as link
     from waybill.record_state s left join waybill.link l using (connection, kind, record_id)
     where s.connection = $1 order by s.kind, s.record_id`,
  );
  const questions = await ours<
    RecordKeyText & { readonly title: string; readonly request: RecordOutcome["reason"] }
  >(
    `select ${keyed}, title, request from waybill.attention where connection = $1 and closed_at is null order by id`,
  );
  const paused = await ours<{ readonly paused: { readonly code: string } | null }>(
    `select paused from waybill.connection where name = $1`,
  );
  const told = await rows<{ readonly place: string; readonly said: string | null }>(everyText);
  return {
    records: records.map((record) => ({
      ...record,
      journal: (lines.get(`${record.kind}:${record.recordId}`) ?? []).map(
        ({ id, at, code, message, detail }) => ({ id, at, code, message, detail }),
      ),
    })),
    questions: questions.map(toQuestion),
    runs: await ours(
      `select to_json(started_at) #>> '{}' as "startedAt", state from waybill.run where connection = $1`,
    ),
    inbox: (
      await rows<{ readonly id: string }>("select delivery_id as id from waybill.inbox order by id")
    ).map(({ id }) => id),
    unsettled: {
      intents: await ours(`select ${keyed}, action from waybill.intent where connection = $1`),
      deliveries: await rows(
        `select topic, record_id as "recordId" from waybill.inbox where done_at is null`,
      ),
      jobs: await rows(
        `select name as queue, state::text from pgboss.job where state in ('created', 'retry', 'active')`,
      ),
      holds: await ours(
        `select ${keyed} from waybill.record_state where connection = $1 and holder is not null`,
      ),
      dirty: await ours(`select ${keyed} from waybill.record_state where connection = $1 and dirty`),
      paused: paused[0]?.paused?.code ?? null,
    },
    texts: [
      ...told.flatMap(({ place, said }) => (said === null ? [] : [{ place, said }])),
      ...logged.map((said) => ({ place: "log", said })),
    ],
  };
}

function toQuestion({
  kind,
  recordId,
  title,
  request,
}: RecordKeyText & {
  readonly title: string;
  readonly request: RecordOutcome["reason"] & { readonly choices?: readonly { readonly choice: string }[] };
}): OpenQuestion {
  return {
    kind,
    recordId,
    title,
    code: request.code,
    choices: (request.choices ?? []).map(({ choice }) => choice),
  };
}

/** Titles of records are left out: by them people are looked for. */
const everyText = `
  select 'journal' as place, concat_ws(' ', code, message, detail::text) as said from waybill.journal
  union all select 'outcome', outcome::text from waybill.record_state
  union all select 'question', request::text from waybill.attention
  union all select 'run', concat_ws(' ', report::text, reason::text) from waybill.run
  union all select 'paused', paused::text from waybill.connection
  union all select 'delivery', reason::text from waybill.inbox`;
