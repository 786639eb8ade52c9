/** Origin and path of an address, without re-encoding, since a signature may cover the very characters. */
export function splitUrl(url: string): { readonly origin: string; readonly pathAndQuery: string } {
  const slash = url.indexOf("/", url.indexOf("://") + 3);
  return slash < 0
    ? { origin: url, pathAndQuery: "/" }
    : { origin: url.slice(0, slash), pathAndQuery: url.slice(slash) };
}
