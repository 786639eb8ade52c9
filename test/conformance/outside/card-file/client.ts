import { SyncError, type ConnectionContext, type HttpAnswer } from "waybill/kit";
import type { Credentials, Settings } from "./settings.ts";
import type { Card, CardPage } from "./wire.ts";

export interface CardFile {
  get(id: string): Promise<Card | null>;
  /** Cards whose e-mail begins with the text; every page. */
  search(email: string): Promise<readonly Card[]>;
  put(card: Card): Promise<Card>;
}

/** Opens a card file. Makes no call yet. */
export function openCardFile({
  credentials,
  settings,
  http,
}: Pick<ConnectionContext<Settings, Credentials>, "credentials" | "settings" | "http">): CardFile {
  const send = async (
    method: "GET" | "PUT",
    path: string,
    name: string,
    body?: Card,
  ): Promise<HttpAnswer> => {
    const writes = method === "PUT";
    const operation = `${method} ${name}`;
    const answer = await http.call({
      method,
      url: credentials.baseUrl + path,
      headers: { "x-key": credentials.key, "content-type": "application/json" },
      operation,
      writes,
      timeoutMs: settings.timeoutSeconds * 1000,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const { status } = answer;
    if (status === 429) {
      const retryAfterMs = Number(answer.headers["retry-after"] ?? 2) * 1000;
      await http.throttled(retryAfterMs);
      throw new SyncError(
        "throttled",
        { code: "CARDS_THROTTLED", message: "The card file asked to slow down." },
        { retryAfterMs },
      );
    }
    if (status === 401)
      throw new SyncError("unauthorised", {
        code: "CARDS_SIGN_IN_REFUSED",
        message: "The card file refused the key. Check it, then resume the connection.",
      });
    if (status >= 500 || status === 408) throw trouble(operation, writes, `HTTP ${status}`);
    if (status >= 400 && status !== 404)
      throw new SyncError("rejected", {
        code: "CARDS_REJECTED",
        message: `${operation}: the card file refused it (HTTP ${status}). Change the record, then retry.`,
      });
    return answer;
  };
  return {
    get: async (id) => {
      const answer = await send("GET", `/cards/${encodeURIComponent(id)}`, "/cards/{id}");
      if (answer.status === 404 && isJson(answer)) return null;
      return read(answer, "GET /cards/{id}", false, isCard);
    },
    search: async (email) => {
      const found = new Map<string, Card>();
      let total: number | null = null;
      for (let page: number | null = 1; page !== null;) {
        const path: string = `/cards?email=${encodeURIComponent(email)}&page=${page}`;
        const answer = await send("GET", path, "/cards");
        const part: CardPage = read(answer, "GET /cards", false, isPage);
        total ??= part.total;
        for (const card of part.cards) found.set(card.id, card);
        // What moved from one page to another meanwhile would be missed.
        if (part.total !== total) throw trouble("GET /cards", false, "the list changed while it was read");
        page = part.next;
      }
      return [...found.values()];
    },
    put: async (card) => {
      const answer = await send("PUT", `/cards/${encodeURIComponent(card.id)}`, "/cards/{id}", card);
      return read(answer, "PUT /cards/{id}", true, isCard);
    },
  };
}

function isJson(answer: HttpAnswer): boolean {
  return answer.text.trimStart().startsWith("{");
}

function read<Value>(
  answer: HttpAnswer,
  operation: string,
  writes: boolean,
  isIt: (value: unknown) => value is Value,
): Value {
  try {
    const value: unknown = JSON.parse(answer.text);
    if (answer.status < 300 && isIt(value)) return value;
  } catch {
    // Told below.
  }
  throw trouble(operation, writes, "the answer could not be read");
}

/** Nobody knows what became of a write; of a read nothing did. */
function trouble(operation: string, writes: boolean, what: string): SyncError {
  return writes
    ? new SyncError("unknown-outcome", {
        code: "CARDS_NO_ANSWER",
        message: `${operation}: ${what}. Whether it was carried out is not known.`,
      })
    : new SyncError("unavailable", { code: "CARDS_NO_ANSWER", message: `${operation}: ${what}.` });
}

function isCard(value: unknown): value is Card {
  return typeof value === "object" && value !== null && "id" in value && typeof value.id === "string";
}

function isPage(value: unknown): value is CardPage {
  return typeof value === "object" && value !== null && "cards" in value && Array.isArray(value.cards);
}
