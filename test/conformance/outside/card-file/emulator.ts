import { ControlError, type Emulator, type EmulatorControl, type EmulatorResponse } from "waybill/kit";
import type { Card } from "./wire.ts";

/** A loopback stand-in for the card file. */
export function createCardFileEmulator(key: string): Emulator {
  const cards = new Map<string, Card>();
  let largestPage = 100;

  const list = (query: URLSearchParams): EmulatorResponse => {
    const wanted = (query.get("email") ?? "").toLowerCase();
    const page = Number(query.get("page") ?? 1);
    const all = [...cards.values()].filter(({ email }) => (email ?? "").toLowerCase().startsWith(wanted));
    const end = page * largestPage;
    const part = all.slice(end - largestPage, end);
    return answer(200, { cards: part, next: end < all.length ? page + 1 : null, total: all.length });
  };

  return {
    system: "card-file",
    basePath: "/card-file",
    credentials: { key },
    operation: ({ method, path }) => `${method} ${path.startsWith("/cards/") ? "/cards/{id}" : path}`,
    handle: ({ method, path, query, headers, body }) => {
      if (headers["x-key"] !== key) return answer(401, { error: "wrong key" });
      if (method === "GET" && path === "/cards") return list(new URLSearchParams(query));
      const id = decodeURIComponent(/^\/cards\/([^/]+)$/.exec(path)?.[1] ?? "");
      if (id === "") return answer(404, { error: "no such place" });
      if (method === "GET") {
        const card = cards.get(id);
        return card === undefined ? answer(404, { error: "no such card" }) : answer(200, card);
      }
      const card = JSON.parse(body.toString("utf8")) as Card;
      cards.set(id, { ...card, id });
      return answer(200, { ...card, id });
    },
    faultAnswer: (status) => ({ body: JSON.stringify({ error: `an error of kind ${status}` }) }),
    controls: controls(cards, (size) => {
      largestPage = size;
    }),
    dump: () => ({ cards: [...cards.values()] }),
    reset: () => cards.clear(),
    close: () => Promise.resolve(),
  };
}

/** Staff at work, and the size of pages. */
function controls(cards: Map<string, Card>, setPage: (size: number) => void): EmulatorControl[] {
  return [
    {
      method: "POST",
      path: "/cards",
      example: { id: "staff-1", name: "Ida", email: "ida@mail.example" },
      run: (_parameters, body) => {
        const card = { phone: null, notes: null, colour: "white", ...(body as Partial<Card>) } as Card;
        cards.set(card.id, card);
        return card;
      },
    },
    {
      method: "POST",
      path: "/cards/{id}/edit",
      example: { notes: "Rings twice" },
      run: ({ id = "" }, body) => {
        const before = cards.get(id);
        if (before === undefined) throw new ControlError(404, `there is no card ${id}`);
        cards.set(id, { ...before, ...(body as Partial<Card>) });
        return cards.get(id);
      },
    },
    {
      method: "POST",
      path: "/pages",
      example: { largest: 2 },
      run: (_parameters, body) => {
        setPage((body as { readonly largest: number }).largest);
        return body;
      },
    },
  ];
}

function answer(status: number, value: unknown): EmulatorResponse {
  return { status, body: JSON.stringify(value) };
}
