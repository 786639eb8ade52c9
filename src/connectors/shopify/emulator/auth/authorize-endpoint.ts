import { createHmac } from "node:crypto";
import type { EmulatorRequest, EmulatorResponse } from "#connectors/kit/emulator/emulator.ts";
import { nextHex } from "../state/shop.ts";
import type { Shop } from "../state/shop.ts";
import { OauthRefusal, oauthError } from "./oauth-answer.ts";

const codeMs = 10 * 60 * 1000;

/**
 * Answers `GET /admin/oauth/authorize` as after the merchant agreed: installs the app and sends the browser back with a
 * code. Source: "Authenticate a standalone or API-only app".
 */
export function answerAuthorization(shop: Shop, request: EmulatorRequest): EmulatorResponse {
  try {
    const query = new URLSearchParams(request.query);
    const clientId = query.get("client_id") ?? "";
    if (clientId !== shop.app.clientId)
      throw new OauthRefusal(
        "invalid_request",
        `Could not find Shopify API application with api_key ${clientId}`,
      );
    const target = query.get("redirect_uri") ?? "";
    if (!/^https?:/.test(target) || !URL.canParse(target))
      throw new OauthRefusal("invalid_request", "The redirect_uri is missing or not whitelisted");
    if (query.getAll("grant_options[]").includes("per-user"))
      throw new OauthRefusal("not_modelled", "The Shopify emulator does not model online tokens");
    const address = new URL(target);
    const answer = signedAnswer(shop, approve(shop, query.get("scope")), query.get("state"));
    for (const [name, value] of answer) address.searchParams.set(name, value);
    return { status: 302, headers: { location: address.href }, body: "" };
  } catch (error) {
    if (!(error instanceof OauthRefusal)) throw error;
    return oauthError(error, request);
  }
}

/** The merchant agrees to the scopes asked for; the code stands for that. */
function approve(shop: Shop, scope: string | null): string {
  const { installation } = shop;
  const asked = scope?.split(/[,\s]+/).filter((name) => name !== "") ?? [];
  installation.installed = true;
  installation.scopes = [...new Set([...installation.scopes, ...asked])];
  const code = nextHex(shop, 32);
  const scopes = asked.length > 0 ? asked : null;
  installation.codes.set(code, { expiresAt: shop.clock.now() + codeMs, scopes });
  return code;
}

function signedAnswer(shop: Shop, code: string, state: string | null): [name: string, value: string][] {
  const { domain, store } = shop.settings;
  const unsigned: [string, string][] = [
    ["code", code],
    ["host", Buffer.from(`admin.shopify.com/store/${store}`).toString("base64url")],
    ["shop", domain],
    ...(state === null ? [] : [["state", state] as [string, string]]),
    ["timestamp", String(Math.floor(shop.clock.now() / 1000))],
  ];
  const hmac = createHmac("sha256", shop.app.clientSecret)
    .update(String(new URLSearchParams(unsigned)))
    .digest("hex");
  return [...unsigned, ["hmac", hmac]];
}
