import { setTimeout as sleep } from "node:timers/promises";
import type { EmulatorRequest, EmulatorResponse } from "#connectors/kit/emulator/emulator.ts";
import type { DownloadFault } from "../state/bulk-records.ts";
import type { Shop } from "../state/shop.ts";
import { readLink } from "./bulk-links.ts";
import { storageRefusal } from "./storage-refusal.ts";

const refusals = {
  NoSuchKey: [404, "The specified key does not exist."],
  SignatureDoesNotMatch: [
    403,
    "Access denied. The request signature we calculated does not match the signature you provided.",
  ],
  ExpiredToken: [403, "The provided token has expired."],
} as const;

/** Answers the fetching of a file as a storage service does: the file, or XML that says why not. Needs no access token. */
export function answerDownload(shop: Shop, request: EmulatorRequest): EmulatorResponse {
  const query = new URLSearchParams(request.query);
  const found = readLink(shop, request.path, query);
  if (typeof found === "string") {
    const [status, message] = refusals[found];
    return storageRefusal(status, found, message);
  }
  const fault = takeFault(shop);
  if (fault?.status !== undefined)
    return storageRefusal(
      fault.status,
      "InternalError",
      "We encountered an internal error. Please try again.",
    );
  const { file } = found;
  const size = Math.min(file.size, fault?.endAfterBytes ?? file.size);
  return {
    status: 200,
    headers: {
      "content-type": query.get("response-content-type") ?? "application/jsonl",
      "content-disposition": query.get("response-content-disposition") ?? "attachment",
    },
    body: {
      size,
      pieces: () => cut(file.pieces(), Math.min(size, fault?.cutAfterBytes ?? size), fault?.slowMs ?? 0),
    },
  };
}

function takeFault({ bulk }: Shop): DownloadFault | null {
  const fault = bulk.behaviour.download;
  if (!fault || fault.times <= 0) return null;
  fault.times -= 1;
  return fault;
}

async function* cut(pieces: Iterable<Buffer>, bytes: number, pauseMs: number): AsyncGenerator<Buffer> {
  let left = bytes;
  for (const piece of pieces) {
    if (left <= 0) return;
    if (pauseMs > 0) await sleep(pauseMs);
    yield piece.subarray(0, left);
    left -= piece.length;
  }
}
