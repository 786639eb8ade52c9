import { connect, createServer, type AddressInfo, type Socket } from "node:net";

/** A way to a server that can be cut off at any moment, with everything that is on it. */
export interface CuttableProxy {
  /** The address of the server with this proxy in its place. */
  reach(url: string): string;
  /**
   * At once: every connection ends on both sides, nothing that was not passed on yet ever is, and who comes is turned away. The
   * proxy keeps its port, so that whoever still tries meets nobody else.
   */
  cut(): void;
  /** Lets through again. Connections that were cut stay cut. */
  mend(): void;
  close(): Promise<void>;
}

/** Passes bytes on between whoever connects here and a TCP server at `host` and `port`. */
export async function startCuttableProxy(target: {
  readonly host: string;
  readonly port: number;
}): Promise<CuttableProxy> {
  const sockets = new Set<Socket>();
  let isCut = false;

  const keep = (socket: Socket, other: () => Socket): void => {
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.on("data", (bytes) => void (other().destroyed || other().write(bytes)));
    socket.on("error", () => undefined);
    socket.on("close", () => {
      sockets.delete(socket);
      other().destroy();
    });
  };
  const server = createServer((near) => {
    if (isCut) {
      near.on("error", () => undefined);
      near.destroy();
      return;
    }
    const far = connect(target);
    keep(near, () => far);
    keep(far, () => near);
  });
  const cut = (): void => {
    isCut = true;
    for (const socket of sockets) socket.destroy();
  };

  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      server.off("error", reject);
      resolve();
    });
  });
  const { port } = server.address() as AddressInfo;
  return {
    reach: (url) => {
      const address = new URL(url);
      address.hostname = "127.0.0.1";
      address.port = String(port);
      return address.toString();
    },
    cut,
    mend: () => {
      isCut = false;
    },
    close: () => {
      cut();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
