import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";
import { afterEach, expect, it } from "vitest";
import { startCuttableProxy, type CuttableProxy } from "./cuttable-proxy.ts";

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** A server that answers every text with the same text, behind a proxy. */
async function startEcho(): Promise<{ proxy: CuttableProxy; heard: string[]; served: Set<Socket> }> {
  const heard: string[] = [];
  const served = new Set<Socket>();
  const server = createServer((socket) => {
    served.add(socket);
    socket.on("close", () => served.delete(socket));
    socket.on("error", () => undefined);
    socket.on("data", (bytes) => {
      heard.push(bytes.toString());
      socket.write(bytes);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  ends.push(() => new Promise((resolve) => server.close(resolve)));
  const proxy = await startCuttableProxy({
    host: "127.0.0.1",
    port: (server.address() as AddressInfo).port,
  });
  ends.push(() => proxy.close());
  return { proxy, heard, served };
}

function reach(proxy: CuttableProxy): Socket {
  const { hostname, port } = new URL(proxy.reach("http://elsewhere:1/"));
  const socket = connect({ host: hostname, port: Number(port) });
  socket.on("error", () => undefined);
  return socket;
}

function ended(socket: Socket): Promise<void> {
  return new Promise((resolve) => socket.once("close", () => resolve()));
}

async function say(socket: Socket, text: string): Promise<string> {
  socket.write(text);
  const [answer] = (await once(socket, "data")) as [Buffer];
  return answer.toString();
}

it("passes on what is said, both ways", async () => {
  const { proxy } = await startEcho();
  const socket = reach(proxy);
  expect(await say(socket, "hello")).toBe("hello");
  expect(await say(socket, "x".repeat(200_000).slice(0, 60_000))).toMatch(/^x+$/);
  socket.destroy();
});

it("when cut, passes on nothing that was written in the same moment, and ends both sides", async () => {
  const { proxy, heard, served } = await startEcho();
  const socket = reach(proxy);
  await say(socket, "before");
  socket.write("too late");
  proxy.cut();
  await ended(socket);
  await expect.poll(() => served.size).toBe(0);
  expect(heard).toEqual(["before"]);
});

it("turns away whoever comes while it is cut, and lets through again when mended", async () => {
  const { proxy } = await startEcho();
  proxy.cut();
  const early = reach(proxy);
  await ended(early);
  proxy.mend();
  const late = reach(proxy);
  expect(await say(late, "again")).toBe("again");
  late.destroy();
});

it("keeps what else stands in an address", async () => {
  const { proxy } = await startEcho();
  const address = new URL(proxy.reach("postgres://user:word@10.0.0.1:5432/base?a=b"));
  expect(address).toMatchObject({
    hostname: "127.0.0.1",
    username: "user",
    password: "word",
    pathname: "/base",
    search: "?a=b",
  });
  expect(address.port).not.toBe("5432");
});
