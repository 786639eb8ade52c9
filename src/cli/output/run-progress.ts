import { Presets, SingleBar } from "cli-progress";
import type { RunView } from "#engine/use-cases/hub.ts";
import type { CliIo } from "../running/cli-io.ts";
import { duration } from "./local-time.ts";
import { number } from "./words.ts";

/** Where nobody watches, a line now and then is enough. */
const quietMs = 15_000;

/** Shows how far a run is: a bar on a terminal, a line every 15 seconds elsewhere, nothing with `--json`. */
export interface RunProgressOutput {
  show(run: RunView): void;
  end(): void;
}

export function createRunProgress(io: CliIo, json: boolean, start: RunView): RunProgressOutput {
  if (json) return { show: () => undefined, end: () => undefined };
  return io.progress === null ? lines(io, start) : bar(io.progress, start);
}

/** Out of how many: what the shop counts, or what was read while it does not say. */
function total(run: RunView): number {
  return run.expected ?? run.read;
}

function phase(run: RunView): string {
  if (run.state === "paused") return "paused";
  return run.phase === "preparing" ? "the shop prepares its history" : "running";
}

function speed(run: RunView): string {
  const { perSecond = null, secondsLeft = null } = run.progress ?? {};
  if (perSecond === null) return "";
  const left = secondsLeft === null ? "" : `, ${duration(secondsLeft * 1_000)} left`;
  return `${perSecond < 10 ? perSecond.toFixed(1) : number(Math.round(perSecond))} per second${left}`;
}

function bar(stream: NodeJS.WritableStream, start: RunView): RunProgressOutput {
  const shown = new SingleBar(
    {
      format: "{bar}  {done} of {of} {entity} · {phase} · {duration_formatted}{speed}",
      stream,
      hideCursor: true,
      clearOnComplete: true,
      barsize: 24,
      linewrap: false,
    },
    Presets.shades_grey,
  );
  const payload = (run: RunView) => ({
    done: number(run.progress?.settled ?? 0),
    of: number(total(run)),
    entity: run.entity,
    phase: phase(run),
    speed: speed(run) === "" ? "" : ` · ${speed(run)}`,
  });
  shown.start(1, 0, payload(start));
  return {
    show: (run) => {
      shown.setTotal(Math.max(1, total(run)));
      shown.update(run.progress?.settled ?? 0, payload(run));
    },
    end: () => shown.stop(),
  };
}

function lines(io: CliIo, start: RunView): RunProgressOutput {
  let last = io.now();
  io.errors.write(`Run ${start.id} of ${start.connection} began.\n`);
  return {
    show: (run) => {
      if (io.now() - last < quietMs) return;
      last = io.now();
      const fast = speed(run) === "" ? "" : `; ${speed(run)}`;
      io.errors.write(
        `${number(run.progress?.settled ?? 0)} of ${number(total(run))} ${run.entity} done (${phase(run)})${fast}.\n`,
      );
    },
    end: () => undefined,
  };
}
