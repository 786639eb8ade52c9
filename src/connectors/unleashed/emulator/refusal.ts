import type { EmulatorResponse } from "#connectors/kit/emulator/emulator.ts";
import type { UnleashedSettings } from "./settings.ts";

/** The emulated server refuses a request. Its words go into the body in the form that the settings choose. */
export class Refusal extends Error {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** True for answers whose body is always empty, such as the bare 500 for fields that are not accepted. */
  readonly isBare: boolean;

  constructor(
    status: number,
    message: string,
    more: { headers?: Record<string, string>; bare?: boolean } = {},
  ) {
    super(message);
    this.name = "Refusal";
    this.status = status;
    this.headers = more.headers ?? {};
    this.isBare = more.bare ?? false;
  }
}

/** Validation failure: 400 with the text. */
export const invalid = (message: string) => new Refusal(400, message);

/** What the emulator does not know to do: loud, and never invented data. */
export const notModelled = (what: string) =>
  new Refusal(404, `not modelled by this emulator: ${what}`, {
    headers: { "x-emulator-not-modelled": what.replace(/[^\x20-\x7e]/g, "?").slice(0, 200) },
  });

/** A body whose shape the server cannot read, or fields it does not take: the bare 500 seen live. */
export const badShape = () => new Refusal(500, "", { bare: true });

/** An error body in the chosen form. */
export function errorAnswer(
  status: number,
  message: string,
  form: UnleashedSettings["errorBody"],
): EmulatorResponse {
  switch (form) {
    case "description":
      return { status, body: JSON.stringify({ Description: message }) };
    case "message":
      return { status, body: JSON.stringify({ Message: message }) };
    case "text":
      return { status, headers: { "content-type": "text/plain; charset=utf-8" }, body: message };
    case "empty":
      return { status, body: "" };
  }
  return form satisfies never;
}
