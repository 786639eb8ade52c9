import { Presets, SingleBar } from "cli-progress";
import type { RunRow } from "#engine/ports/engine-store.ts";
import type { CliIo } from "../running/cli-io.ts";
import { number } from "./words.ts";

/** Where nobody watches, a line now and then is enough. */
const quietMs = 15_000;

/** Shows how far a run is: a bar on a terminal, a line every 15 seconds elsewhere, nothing with `--json`. */
export interface RunProgress {
  show(run: RunRow, waiting: number): void;
  end(): void;
}

export function createRunProgress(io: CliIo, json: boolean, start: RunRow): RunProgress {
  if (json) return { show: () => undefined, end: () => undefined };
  return io.progress === null ? lines(io, start) : bar(io.progress, start);
}

/**
 * The shop does not say how much there is, so the bar shows how much of what was read is worked off: it runs after the reading
 * and is full when both are done.
 */
function bar(stream: NodeJS.WritableStream, start: RunRow): RunProgress {
  const shown = new SingleBar(
    {
      format: "{bar}  {done} of {read} read {entity} worked off · {state} · {duration_formatted}",
      stream,
      hideCursor: true,
      clearOnComplete: true,
      barsize: 24,
      linewrap: false,
      etaBuffer: 10,
    },
    Presets.shades_grey,
  );
  const payload = (run: RunRow, done: number) => ({
    done: number(done),
    read: number(run.read),
    entity: run.entity,
    state: run.state === "paused" ? "paused" : "running",
  });
  shown.start(1, 0, payload(start, 0));
  return {
    show: (run, waiting) => {
      const done = Math.max(0, run.read - waiting);
      shown.setTotal(Math.max(1, run.read));
      shown.update(done, payload(run, done));
    },
    end: () => shown.stop(),
  };
}

function lines(io: CliIo, start: RunRow): RunProgress {
  let last = io.now();
  io.errors.write(`Run ${start.id} of ${start.connection} began.\n`);
  return {
    show: (run, waiting) => {
      if (io.now() - last < quietMs) return;
      last = io.now();
      io.errors.write(
        `${number(run.read)} ${run.entity} read, ${number(waiting)} still in work (${run.state}).\n`,
      );
    },
    end: () => undefined,
  };
}
