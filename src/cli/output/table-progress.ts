import type { CliIo } from "../running/cli-io.ts";
import type { OnProgress } from "../running/cli-host.ts";
import { fileSize } from "./file-size.ts";

/** Shows on a terminal which table is at work, in one line that renews itself; nothing elsewhere. */
export function createTableProgress(
  io: CliIo,
  json: boolean,
  doing: string,
): { readonly show: OnProgress; end(): void } {
  const stream = json ? null : io.progress;
  let shown = false;
  return {
    show: ({ table, bytes }) => {
      shown = true;
      stream?.write(`\r\u001b[2K${doing} ${table} (${fileSize(bytes)})`);
    },
    end: () => {
      if (shown) stream?.write("\r\u001b[2K");
    },
  };
}
