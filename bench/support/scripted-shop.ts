import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import type { BulkFile } from "./bulk-file.ts";

/** A shop that has one bulk file and says nothing else, so that what is measured is who reads it. */
export interface ScriptedShop {
  readonly url: string;
  readonly fileUrl: string;
  close(): void;
}

const scopes = ["read_all_orders", "read_orders", "read_customers", "read_products"].map((handle) => ({
  handle,
}));
const id = "gid://shopify/BulkOperation/1";

export async function startScriptedShop(path: string, file: BulkFile): Promise<ScriptedShop> {
  const { size } = await stat(path);
  const server = createServer((request, response) => {
    if (request.url === "/file") {
      response.writeHead(200, { "content-length": size, "content-type": "application/jsonl" });
      createReadStream(path, { highWaterMark: 1024 * 1024 }).pipe(response);
      return;
    }
    const put = async (): Promise<void> => {
      const data = await answer(request, `${url}/file`, file);
      response.writeHead(200, { "content-type": "application/json" });
      response.end(JSON.stringify({ data }));
    };
    put().catch((error: unknown) => {
      response.writeHead(500);
      response.end(String(error));
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    fileUrl: `${url}/file`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function answer(request: IncomingMessage, url: string, file: BulkFile): Promise<unknown> {
  const { query } = JSON.parse(await text(request)) as { readonly query: string };
  if (query.includes("bulkOperationRunQuery"))
    return { bulkOperationRunQuery: { bulkOperation: { id }, userErrors: [] } };
  if (query.includes("bulkOperations("))
    return { bulkOperations: { nodes: [], pageInfo: { hasNextPage: false, endCursor: null } } };
  if (query.includes("bulkOperation("))
    return {
      bulkOperation: {
        id,
        status: "COMPLETED",
        errorCode: null,
        completedAt: new Date().toISOString(),
        objectCount: String(file.lines),
        rootObjectCount: String(file.orders),
        fileSize: String(file.bytes),
        url,
        partialDataUrl: null,
      },
    };
  if (query.includes("accessScopes"))
    return {
      currentAppInstallation: { accessScopes: scopes },
      orders: { nodes: [] },
      customers: { nodes: [] },
    };
  throw new Error(`not scripted: ${query.slice(0, 200)}`);
}
