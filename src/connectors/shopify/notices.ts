import type { ConnectionContext } from "#connectors/kit/connection-context.ts";
import type { HttpAnswer } from "#connectors/kit/http-caller.ts";
import { plain, type CallFacts } from "./errors/status-error.ts";
import type { ShopifySettings } from "./settings.ts";

/** Tells the journal once of each thing that the shop's answers say about the API itself. */
export function createNotices(
  tell: ConnectionContext<unknown, unknown>["tell"],
  { apiVersion, domain }: ShopifySettings,
) {
  const told = new Set<string>();

  const tellOnce = (code: string, about: string, message: string): void => {
    if (told.has(`${code}\n${about}`)) return;
    told.add(`${code}\n${about}`);
    tell({ code, message });
  };

  return {
    look: (call: CallFacts, { headers }: HttpAnswer): void => {
      const deprecated = headers["x-shopify-api-deprecated-reason"];
      if (deprecated !== undefined)
        tellOnce(
          "API_DEPRECATED",
          call.operation,
          `Shopify says that ${call.operation} uses something that will be taken away (${plain(deprecated) ?? "its reason is in the header X-Shopify-API-Deprecated-Reason"}). Look for a newer version of Waybill.`,
        );
      const answered = plain(headers["x-shopify-api-version"]);
      if (answered !== null && answered !== apiVersion)
        tellOnce(
          "API_VERSION_CHANGED",
          answered,
          `${domain} answered by API version ${answered} although ${apiVersion} was asked for: that version is no longer served. Set apiVersion of the store to a newer one.`,
        );
    },
  };
}
