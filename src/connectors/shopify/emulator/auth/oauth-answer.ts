import type { EmulatorRequest, EmulatorResponse } from "#connectors/kit/emulator/emulator.ts";

/** Sign-in that fails. `code` and `message` as OAuth names them. */
export class OauthRefusal extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = "OauthRefusal";
    this.code = code;
  }
}

/** As JSON for who asks for it, else as the page that reports show: `Oauth error invalid_request: …`. */
export function oauthError(refusal: OauthRefusal, request: EmulatorRequest): EmulatorResponse {
  const { code, message } = refusal;
  if (request.headers.accept?.includes("json"))
    return { status: 400, body: JSON.stringify({ error: code, error_description: message }) };
  const text = escapeHtml(`Oauth error ${code}: ${message}`);
  return {
    status: 400,
    headers: { "content-type": "text/html; charset=utf-8" },
    body: `<!DOCTYPE html><html><head><title>${text}</title></head><body><h1>${text}</h1></body></html>`,
  };
}

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** Fields of a form or JSON body; those that are not text are left out. */
export function readFields(request: EmulatorRequest): Readonly<Record<string, string>> {
  const text = request.body.toString("utf8");
  if (!request.headers["content-type"]?.includes("json"))
    return Object.fromEntries(new URLSearchParams(text));
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body !== "object" || body === null) return {};
    return Object.fromEntries(
      Object.entries(body).flatMap(([name, value]) =>
        typeof value === "string" || typeof value === "number" ? [[name, String(value)]] : [],
      ),
    );
  } catch {
    return {};
  }
}
