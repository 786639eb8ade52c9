import { decodeSegment } from "#connectors/kit/emulator/control-route.ts";
import { isGuid } from "./wire-format.ts";

export interface ParsedPath {
  /** Path with `{guid}` and `{lineGuid}` for ids and without the page: `/SalesOrders/{guid}`. */
  readonly template: string;
  readonly resource: string;
  readonly guids: readonly string[];
  /** From `/Customers/2` or `/Customers/Page/2`; undefined when the path names none. */
  readonly page: number | undefined;
}

/** Takes a path apart. The page is part of the path, not of the query (vendor's documentation, general pages). */
export function parsePath(path: string): ParsedPath {
  const segments = path
    .split("/")
    .filter((segment) => segment !== "")
    .map((segment) => decodeSegment(segment) ?? segment);
  const guids: string[] = [];
  let page: number | undefined;
  const last = segments.at(-1);
  if (segments.length > 1 && last !== undefined && /^[1-9]\d{0,8}$/.test(last)) {
    page = Number(last);
    segments.length -= segments.at(-2) === "Page" ? 2 : 1;
  }
  const parts = segments.map((segment) => {
    if (!isGuid(segment)) return segment;
    guids.push(segment.toLowerCase());
    return guids.length === 1 ? "{guid}" : "{lineGuid}";
  });
  return { template: `/${parts.join("/")}`, resource: segments[0] ?? "", guids, page };
}
