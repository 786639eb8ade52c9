import type { LoggedRequest } from "#connectors/kit/emulator/emulator.ts";
import type { Evidence } from "../../evidence.ts";

/** A call that would change the account. */
export interface Write {
  readonly request: LoggedRequest;
  /** `SalesOrders`, `Customers` … */
  readonly resource: string;
  readonly guid: string;
  /** The account did it, whether its answer arrived or not. */
  readonly isCarriedOut: boolean;
  /** There was no such document when it arrived. */
  readonly isCreate: boolean;
}

/** Every write that reached the account, oldest first; also those that a fault kept from being carried out. */
export function writesOf({ log, account }: Evidence): readonly Write[] {
  const there = new Set([...account.before.SalesOrders, ...account.before.Customers].map(({ Guid }) => Guid));
  return log.account.flatMap((request): readonly Write[] => {
    if (request.method === "GET") return [];
    const { resource, guid } = placeOf(request);
    const isCarriedOut = wasCarriedOut(request);
    const write = { request, resource, guid, isCarriedOut, isCreate: !there.has(guid) };
    if (isCarriedOut) there.add(guid);
    return [write];
  });
}

/** Readings of one document that were answered in full, oldest first. */
export function readingsOf({
  log,
}: Evidence): readonly { readonly request: LoggedRequest; readonly guid: string }[] {
  return log.account.flatMap((request) => {
    const { guid } = placeOf(request);
    const isAnswered = request.status === 200 && wasCarriedOut(request);
    return request.method === "GET" && guid !== "" && isAnswered ? [{ request, guid }] : [];
  });
}

function wasCarriedOut({ ownStatus }: LoggedRequest): boolean {
  return ownStatus !== null && ownStatus >= 200 && ownStatus < 300;
}

/** `/unleashed/SalesOrders/6f1d…` */
function placeOf({ path }: LoggedRequest): { readonly resource: string; readonly guid: string } {
  const [resource = "", guid = "", ...more] = (path.split("?")[0] ?? "").split("/").slice(2);
  const isGuid = /^[0-9a-f-]{36}$/i.test(guid) && more.length === 0;
  return {
    resource: more.length === 0 ? resource : [resource, ...more].join("/"),
    guid: isGuid ? guid.toLowerCase() : "",
  };
}
