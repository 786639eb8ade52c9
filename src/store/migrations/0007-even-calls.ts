import { sql, type Kysely } from "kysely";
import type { Migration } from "kysely/migration";

const signature = `text, text, double precision, text, text, int, int, int, int, int, double precision, int,
  double precision, bigint, bigint, int`;

const statements = [
  `drop function waybill.take_calls(${signature})`,
  // One call may go at once and the others follow at even distances; some are handed out ahead of their time.
  `create function waybill.take_calls(
    p_owner text, p_process text, p_now double precision, p_day text, p_month text,
    p_slots int, p_in_flight int, p_waiting int, p_permits int, p_unused int, p_lease_ms double precision,
    p_at_once int, p_per_second double precision, p_per_day bigint, p_per_month bigint, p_made int,
    p_ahead_ms double precision
  ) returns table (slots int, permits int, first_ms double precision, wait_ms double precision, day_left bigint, month_left bigint,
    blocked_until double precision)
  language plpgsql as $$
  declare
    b waybill.budget%rowtype;
    others int;
    hungry int;
    busy int;
    ahead double precision := 0;
  begin
    insert into waybill.budget (owner, tokens, refilled_at, day, month)
      values (p_owner, 1, p_now, p_day, p_month)
      on conflict (owner) do nothing;
    select * into b from waybill.budget where owner = p_owner for update;
    if b.day <> p_day then b.day := p_day; b.day_used := 0; b.day_made := 0; end if;
    if b.month <> p_month then b.month := p_month; b.month_used := 0; b.month_made := 0; end if;
    b.day_used := greatest(0, b.day_used - p_unused);
    b.month_used := greatest(0, b.month_used - p_unused);
    b.day_made := b.day_made + p_made;
    b.month_made := b.month_made + p_made;
    delete from waybill.budget_slots s where s.owner = p_owner and s.until < p_now;
    select coalesce(sum(s.held), 0), coalesce(sum(s.waiting), 0), count(*) filter (where s.held + s.waiting > 0)
      into others, hungry, busy
      from waybill.budget_slots s where s.owner = p_owner and s.process <> p_process;
    slots := greatest(0, least(p_slots, p_at_once - others));
    if hungry > 0 then slots := least(slots, greatest(1, ceil(p_at_once::double precision / (busy + 1))::int)); end if;
    slots := greatest(p_in_flight, least(slots, greatest(0, p_at_once - others)));
    if p_per_second is not null then
      ahead := p_per_second * p_ahead_ms / 1000;
      b.tokens := least(1, b.tokens + p_unused + greatest(0, p_now - b.refilled_at) / 1000 * p_per_second);
      first_ms := greatest(0, 1 - b.tokens) / p_per_second * 1000;
    else first_ms := 0; end if;
    b.refilled_at := p_now;
    permits := p_permits;
    if b.blocked_until is not null and b.blocked_until > p_now then permits := 0; end if;
    if p_per_second is not null then permits := least(permits, greatest(0, floor(b.tokens + ahead + 1e-9))::int); end if;
    if p_per_day is not null then permits := least(permits, greatest(0, p_per_day - b.day_used)::int); end if;
    if p_per_month is not null then permits := least(permits, greatest(0, p_per_month - b.month_used)::int); end if;
    if p_per_second is not null then
      b.tokens := b.tokens - permits;
      wait_ms := greatest(0, 1 - b.tokens - ahead) / p_per_second * 1000;
    else wait_ms := 0; end if;
    b.day_used := b.day_used + permits;
    b.month_used := b.month_used + permits;
    update waybill.budget set tokens = b.tokens, refilled_at = b.refilled_at, day = b.day, day_used = b.day_used,
      month = b.month, month_used = b.month_used, day_made = b.day_made, month_made = b.month_made where owner = p_owner;
    insert into waybill.budget_slots (owner, process, held, waiting, until)
      values (p_owner, p_process, slots, p_waiting, p_now + p_lease_ms)
      on conflict (owner, process) do update set held = excluded.held, waiting = excluded.waiting, until = excluded.until;
    day_left := case when p_per_day is null then null else p_per_day - b.day_used end;
    month_left := case when p_per_month is null then null else p_per_month - b.month_used end;
    blocked_until := b.blocked_until;
    return next;
  end $$`,
];

/** Calls at even distances instead of a second's worth at once: accounts count by the second, and nobody knows when theirs begins. */
export const evenCalls: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};
