import type { EmulatorResponse } from "#connectors/kit/emulator/emulator.ts";

/** How the storage service behind Shopify refuses: with XML. */
export function storageRefusal(status: number, code: string, message: string): EmulatorResponse {
  return {
    status,
    headers: { "content-type": "application/xml; charset=UTF-8" },
    body: `<?xml version='1.0' encoding='UTF-8'?><Error><Code>${code}</Code><Message>${message}</Message></Error>`,
  };
}
