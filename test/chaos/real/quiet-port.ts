import { randomInt } from "node:crypto";
import { createServer } from "node:net";
import { once } from "node:events";

/** Below what systems hand out by themselves, so that nobody is given the port while its owner is away. */
const [lowest, highest] = [20_000, 32_000];

/** A port of this machine that nobody listens on, to which somebody can come back later. */
export async function quietPort(): Promise<number> {
  for (;;) {
    const port = randomInt(lowest, highest);
    if (await isFree(port)) return port;
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
    return true;
  } catch {
    return false;
  } finally {
    server.close();
  }
}
