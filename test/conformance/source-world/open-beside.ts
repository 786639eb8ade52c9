import type { Clock } from "#connectors/kit/clock.ts";
import { createHttpCaller } from "#connectors/kit/http/create-http-caller.ts";
import type { SourceSystem } from "#connectors/kit/source-system.ts";
import type { ShopHandle, SourceSubject } from "../source-subject.ts";
import { createSharedVault } from "./shared-vault.ts";

/** Opens the connector once more, with a token of its own and no limit of calls; `closing` takes how it is closed. */
export function openBeside(
  subject: SourceSubject,
  shop: ShopHandle,
  clock: Clock,
  closing: (() => Promise<unknown>)[],
): SourceSystem {
  const budget = { take: () => Promise.resolve(() => undefined), throttled: () => Promise.resolve() };
  const system = subject.connector.open({
    connection: "beside",
    settings: { ...subject.settings, baseUrl: shop.url },
    credentials: subject.credentials,
    clock,
    http: createHttpCaller({ budget }),
    tokens: createSharedVault().open(),
    tell: () => undefined,
  });
  closing.push(() => system.close());
  return system;
}
