import { z } from "zod";
import { ControlError } from "#connectors/kit/emulator/control-error.ts";
import type { EmulatorControl } from "#connectors/kit/emulator/emulator.ts";
import { issueToken } from "../auth/tokens.ts";
import type { Shop } from "../state/shop.ts";
import { customerAt, orderAt } from "./find-records.ts";
import { makeControl } from "./make-control.ts";

const scopesSchema = z.strictObject({ scopes: z.array(z.string().min(1)) });

const tokenSchema = z.strictObject({
  /** Left out: whatever the installation is granted. */
  scopes: z.array(z.string().min(1)).optional(),
});
const revokeSchema = z.strictObject({
  /** Left out: every token. */
  token: z.string().optional(),
});

const privacySchema = z.strictObject({
  topic: z.enum(["customers/data_request", "customers/redact", "shop/redact"]),
  /** Numeric id; needed for the topics about a customer. */
  customer: z.string().optional(),
  /** Numbers or names; left out: all orders of the customer. */
  orders: z.array(z.string()).optional(),
  /** Where privacy topics go from now on; left out: where they go already, else to a subscription's address. */
  uri: z.url().optional(),
});

const privacyExample = { topic: "shop/redact", uri: "http://127.0.0.1:7420/webhooks/shopify" };

/** `shop/redact` comes so long after the app was taken off the shop. Source: "Privacy law compliance". */
const redactAfterMs = 48 * 60 * 60 * 1000;

/** The app's life in the shop: scopes, tokens, leaving, coming back, and the privacy topics. */
export function installationControls(shop: Shop): EmulatorControl[] {
  const { installation } = shop;

  const aimPrivacy = (uri: string | undefined): void => {
    installation.privacyUri = uri ?? installation.privacyUri ?? addressOfHub(shop) ?? null;
    if (installation.privacyUri === null)
      throw new ControlError(
        400,
        "nobody has subscribed yet, so there is no address for privacy topics; give uri",
      );
  };

  return [
    makeControl("GET", "/scopes", {}, () => ({ scopes: installation.scopes })),
    makeControl("POST", "/scopes", { scopes: ["read_orders", "read_customers"] }, (_parameters, body) => {
      const { scopes } = scopesSchema.parse(body);
      const previous = installation.scopes;
      installation.scopes = scopes;
      shop.publish([{ topic: "app/scopes_update", previous, current: scopes }]);
      return { scopes };
    }),
    makeControl("POST", "/tokens", {}, (_parameters, body) => {
      const { scopes } = tokenSchema.parse(body);
      const { token } = issueToken(shop, { kind: "static", scopes: scopes ?? null, lifeSeconds: null });
      return { accessToken: token, apiSecret: shop.app.clientSecret };
    }),
    makeControl("POST", "/tokens/revoke", {}, (_parameters, body) => {
      const { token } = revokeSchema.parse(body);
      const revoked =
        token === undefined ? installation.tokens.size : Number(installation.tokens.delete(token));
      if (token === undefined) {
        installation.tokens.clear();
        installation.refreshTokens.clear();
      }
      return { revoked };
    }),
    makeControl("POST", "/uninstall", {}, () => {
      installation.privacyUri ??= addressOfHub(shop) ?? null;
      shop.publish([{ topic: "app/uninstalled" }]);
      installation.installed = false;
      installation.tokens.clear();
      installation.refreshTokens.clear();
      installation.subscriptions.clear();
      const cancel = shop.clock.setTimer(redactAfterMs, () => {
        shop.timers.delete(cancel);
        if (!installation.installed) shop.publish([{ topic: "shop/redact" }]);
      });
      shop.timers.add(cancel);
      return { installed: false };
    }),
    makeControl("POST", "/install", {}, () => {
      installation.installed = true;
      return { installed: true };
    }),
    makeControl("POST", "/privacy", privacyExample, (_parameters, body) => {
      const { topic, customer, orders, uri } = privacySchema.parse(body);
      aimPrivacy(uri);
      if (topic === "shop/redact") shop.publish([{ topic }]);
      else {
        if (customer === undefined) throw new ControlError(400, `${topic} needs the id of a customer`);
        const { id, email, phone, orderIds } = customerAt(shop, customer);
        shop.publish([
          {
            topic,
            customer: { id, email, phone },
            orderIds: orders?.map((order) => orderAt(shop, order).id) ?? [...orderIds],
          },
        ]);
      }
      return { topic, uri: installation.privacyUri };
    }),
  ];
}

/** The latest address that anything was subscribed for; one app has one receiver as a rule. */
function addressOfHub({ installation }: Shop): string | undefined {
  return [...installation.subscriptions.values()].findLast(({ uri }) => /^https?:/.test(uri))?.uri;
}
