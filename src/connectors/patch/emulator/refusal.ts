/** The emulated server refuses a request with `{"error": message}`. */
export class Refusal extends Error {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.name = "Refusal";
    this.status = status;
    this.headers = headers;
  }
}

/** The request cannot be read: 400. */
export const unreadable = (message: string) => new Refusal(400, message);

/** What the request says is not acceptable: 422. */
export const invalid = (message: string) => new Refusal(422, message);

/** There is no such thing: 404. */
export const missing = (what: string, id: string) => new Refusal(404, `no ${what} has the id ${id}`);

/** What the emulator does not know to do: loud, and never invented data. */
export const notModelled = (what: string) =>
  new Refusal(404, `not modelled by this emulator: ${what}`, {
    "x-emulator-not-modelled": what.replace(/[^\x20-\x7e]/g, "?").slice(0, 200),
  });
