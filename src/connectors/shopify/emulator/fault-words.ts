import type { EmulatorResponse } from "#connectors/kit/emulator/emulator.ts";

/** Bodies of Shopify's refusals outside GraphQL. Source of the statuses: "Shopify API response status and error codes". */
const words: Readonly<Record<number, string>> = {
  400: "Bad Request",
  401: "[API] Invalid API key or access token (unrecognized login or wrong password)",
  402: "Unavailable Shop",
  403: "Forbidden",
  404: "Not Found",
  406: "Not Acceptable",
  423: "Locked",
  429: "Exceeded 2 calls per second for api client. Reduce request rates to resume uninterrupted service.",
  430: "Security Rejection",
  500: "Internal Server Error",
};

/** How Shopify words a status: JSON with one text, or a page where its edge answers for the application. */
export function faultWords(status: number): Omit<EmulatorResponse, "status"> {
  const text = words[status];
  if (text !== undefined) return { body: JSON.stringify({ errors: text }) };
  return {
    headers: { "content-type": "text/html; charset=utf-8" },
    body: "<!DOCTYPE html><html><head><title>Something went wrong</title></head><body><h1>There was a problem loading this website</h1></body></html>",
  };
}
