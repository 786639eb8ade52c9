/** One of the two outputs. */
export interface CliOutput {
  readonly isTerminal: boolean;
  /** Characters per line; undefined where nobody looks at lines. */
  readonly columns: number | undefined;
  write(text: string): void;
}

/** The world as a command sees it, so that a test can be one. */
export interface CliIo {
  readonly output: CliOutput;
  readonly errors: CliOutput;
  readonly environment: NodeJS.ProcessEnv;
  /** IANA name of the zone that times are told in. */
  readonly timeZone: string;
  /** Who decides, for the journal. */
  readonly user: string;
  now(): number;
  wait(ms: number): Promise<void>;
  /** All of standard input, at most `limit` bytes of it (one more tells that there is more). */
  readInput(limit: number): Promise<Buffer>;
  /** Calls `listener` on Ctrl-C and on a wish to end. Returns the function that stops that. */
  onInterrupt(listener: () => void): () => void;
  /** The raw stream for a progress bar; null where nobody watches. */
  readonly progress: NodeJS.WritableStream | null;
}
