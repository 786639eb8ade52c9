import type { LooseEvent } from "./wire-shape.ts";
import { walkList, type ReadPage } from "./paging.ts";
import type { OrderEventSettings } from "./settings/order-event-settings.ts";
import { millisecondsOf, textOf } from "./wire-shape.ts";

/** Whether an order has events, and which is its newest. `unclear`: so many pages as may be read did not tell. */
export type EventSearch =
  | { readonly verdict: "one"; readonly id: string }
  | { readonly verdict: "none" }
  | { readonly verdict: "unclear" };

/** Finds the newest event of an order in an account that has no search for it. */
export interface EventFinder {
  /**
   * Looks at everything that the list holds at this moment and that was made at or after `sinceMs` (milliseconds since 1970). May look
   * further back. What is asked at one time is answered by one reading.
   */
  newestOf(orderId: string, sinceMs: number): Promise<EventSearch>;
}

type Rules = Pick<OrderEventSettings, "finished" | "updated" | "orderIdField" | "listOrder" | "mostPages">;

interface Question {
  readonly orderId: string;
  readonly sinceMs: number;
  answer(search: EventSearch): void;
  fail(error: unknown): void;
}

/** The order that an event stands for by these settings, or null. */
export function orderOf(
  { event, data }: LooseEvent,
  { finished, updated, orderIdField }: Pick<Rules, "finished" | "updated" | "orderIdField">,
): string | null {
  return event === finished || event === updated ? textOf(data?.[orderIdField]) : null;
}

/**
 * Keeps what it has read of the list of events: of each order the id of its newest event. Of a list that has the newest first, only
 * what came since is read again (most often one page), and further pages only as far back as is asked. A list of another order is
 * read whole.
 */
export function createEventFinder(readPage: ReadPage<LooseEvent>, rules: Rules): EventFinder {
  let waiting: Question[] = [];
  let isReading = false;
  let known = new KnownEvents(rules);

  const answerAll = async (): Promise<void> => {
    isReading = true;
    while (waiting.length > 0) {
      const questions = waiting;
      waiting = [];
      try {
        await known.read(readPage, questions);
        for (const question of questions) question.answer(known.answer(question));
      } catch (error) {
        // Part of a reading is worth nothing: the next one begins anew.
        known = new KnownEvents(rules);
        for (const question of questions) question.fail(error);
      }
    }
    isReading = false;
  };

  return {
    newestOf: (orderId, sinceMs) =>
      new Promise((answer, fail) => {
        waiting.push({ orderId, sinceMs, answer, fail });
        if (!isReading) void answerAll();
      }),
  };
}

type Asked = Pick<Question, "orderId" | "sinceMs">;

/** So many of the newest ids are enough to meet the list again where it was left. */
const mostHeads = 2_000;
/** Times of one server may differ by so much without meaning that the list is sorted in another way. */
const jitterMs = 5_000;

class KnownEvents {
  readonly #rules: Rules;
  /** Newest event of each order. */
  #newest = new Map<string, { readonly id: string; readonly ms: number | null }>();
  /** Newest ids first; they end the reading of what came since. */
  #heads: string[] = [];
  /** Ids of the last page that was read, in the list's order; the next one goes on from there. */
  #tail: string[] = [];
  #count = 0;
  /** Pages that were read backwards. */
  #pages = 0;
  #oldestMs: number | null = null;
  #isComplete = false;
  #order: Rules["listOrder"];

  constructor(rules: Rules) {
    this.#rules = rules;
    this.#order = rules.listOrder;
  }

  async read(readPage: ReadPage<LooseEvent>, asked: readonly Asked[]): Promise<void> {
    if (this.#order === "unknown") return this.#readWhole(readPage);
    if (this.#order === "oldest-first") return this.#readOn(readPage, () => false);
    await this.#readNews(readPage);
    const isAnswered = (): boolean => asked.every((question) => this.#covers(question));
    if (!isAnswered()) await this.#readOn(readPage, isAnswered);
    // The pages did not come as the settings say: what was read may have gaps.
    if (this.#isUnsorted()) await this.#readWhole(readPage);
  }

  answer({ orderId, sinceMs }: Asked): EventSearch {
    const found = this.#newest.get(orderId);
    const needsAll = this.#order !== "newest-first";
    if (needsAll && !this.#isComplete) return { verdict: "unclear" };
    if (found !== undefined) return { verdict: "one", id: found.id };
    return this.#isCovered(sinceMs) ? { verdict: "none" } : { verdict: "unclear" };
  }

  #covers({ orderId, sinceMs }: Asked): boolean {
    return this.#newest.has(orderId) || this.#isCovered(sinceMs);
  }

  #isCovered(sinceMs: number): boolean {
    return this.#isComplete || (this.#oldestMs !== null && this.#oldestMs < sinceMs);
  }

  #isUnsorted(): boolean {
    return this.#order === "unknown";
  }

  /** What came in front of the list since it was read. */
  async #readNews(readPage: ReadPage<LooseEvent>): Promise<void> {
    // A list that was empty is one that nothing is known of.
    if (this.#count === 0) {
      this.#isComplete = false;
      return;
    }
    const heads = new Set(this.#heads);
    const news: LooseEvent[] = [];
    const end = await walkList(readPage, "events", {
      mostPages: this.#rules.mostPages,
      take: (entries) => {
        const met = entries.findIndex(({ _id }) => heads.has(_id));
        news.push(...(met < 0 ? entries : entries.slice(0, met)));
        return met < 0;
      },
    });
    if (end !== "stopped") {
      // Nothing of what was known is there any more.
      this.#forget();
      return;
    }
    for (const event of news.toReversed()) this.#keep(event, true);
    this.#heads = [...news.map(({ _id }) => _id), ...this.#heads].slice(0, mostHeads);
    this.#count += news.length;
    this.#noteOrder(news);
  }

  /** Goes on from where the list was left, until that is enough, the list ends, or so many pages are not to be read. */
  async #readOn(readPage: ReadPage<LooseEvent>, isEnough: () => boolean): Promise<void> {
    const isForward = this.#order === "oldest-first";
    if (this.#isComplete && !isForward) return;
    const left = this.#rules.mostPages - (isForward ? 0 : this.#pages);
    if (left <= 0) return;
    const end = await walkList(readPage, "events", {
      mostPages: left,
      ...(this.#count === 0 ? {} : { offset: this.#count - 1, after: this.#tail }),
      take: (entries) => {
        this.#pages += 1;
        for (const event of entries) this.#keep(event, isForward);
        if (this.#heads.length < mostHeads) this.#heads.push(...entries.map(({ _id }) => _id));
        this.#tail = [...this.#tail, ...entries.map(({ _id }) => _id)].slice(-mostHeads);
        this.#count += entries.length;
        this.#oldestMs = millisecondsOf(entries.at(-1)?.created_at);
        if (!isForward) this.#noteOrder(entries);
        return this.#order !== "unknown" && !isEnough();
      },
    });
    this.#isComplete = end === "ended";
  }

  async #readWhole(readPage: ReadPage<LooseEvent>): Promise<void> {
    this.#forget();
    const end = await walkList(readPage, "events", {
      mostPages: this.#rules.mostPages,
      take: (entries) => {
        for (const event of entries) this.#keepLatest(event);
        return true;
      },
    });
    this.#isComplete = end === "ended";
  }

  #keep(event: LooseEvent, replaces: boolean): void {
    const orderId = orderOf(event, this.#rules);
    if (orderId === null || (!replaces && this.#newest.has(orderId))) return;
    this.#newest.set(orderId, { id: event._id, ms: null });
  }

  #keepLatest(event: LooseEvent): void {
    const orderId = orderOf(event, this.#rules);
    if (orderId === null) return;
    const ms = millisecondsOf(event.created_at) ?? millisecondsOf(event.at);
    const before = this.#newest.get(orderId);
    if (before === undefined || (ms ?? 0) >= (before.ms ?? 0))
      this.#newest.set(orderId, { id: event._id, ms });
  }

  /** A list that says it has the newest first, and has not. */
  #noteOrder(entries: readonly LooseEvent[]): void {
    let before: number | null = null;
    for (const { created_at: made } of entries) {
      const ms = millisecondsOf(made);
      if (ms !== null && before !== null && ms > before + jitterMs) this.#order = "unknown";
      before = ms ?? before;
    }
  }

  #forget(): void {
    this.#newest = new Map();
    this.#heads = [];
    this.#tail = [];
    this.#count = 0;
    this.#pages = 0;
    this.#oldestMs = null;
    this.#isComplete = false;
  }
}
