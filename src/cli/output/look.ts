import { styleText } from "node:util";
import type { CliIo } from "../running/cli-io.ts";

type Style = Parameters<typeof styleText>[0];

/** How something is to be shown: colours or not, how wide, in which zone. */
export interface Look {
  readonly colours: boolean;
  /** Characters per line. */
  readonly width: number;
  readonly timeZone: string;
  readonly now: number;
  paint(style: Style, text: string): string;
}

/** Lines of a pipe are not broken, so that `grep` finds whole ones. */
const endless = 10_000;
const narrowest = 20;

/** Colours only on a terminal, and none when `NO_COLOR` is set (no-color.org) or the terminal is a dumb one. */
export function lookOf(io: CliIo): Look {
  const { environment, output } = io;
  const unwanted = (environment["NO_COLOR"] ?? "") !== "" || environment["TERM"] === "dumb";
  const colours = output.isTerminal && !unwanted;
  return {
    colours,
    width: output.isTerminal ? Math.max(narrowest, output.columns ?? 80) : endless,
    timeZone: io.timeZone,
    now: io.now(),
    paint: (style, text) => (colours ? styleText(style, text, { validateStream: false }) : text),
  };
}
