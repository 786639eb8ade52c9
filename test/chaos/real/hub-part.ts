import { fileURLToPath } from "node:url";
import {
  HubDidNotStart,
  startHubProcess,
  type HubFolder,
  type HubProcess,
} from "#test/support/hub-process.ts";
import { mutationVariable, witnessVariable } from "#test/mutations/variables.ts";
import { parseReport, wishVariable, type HubReport, type NumberedWish } from "./hub-reports.ts";

export type HubRole = "all" | "web" | "worker";

export interface HubPartOptions {
  readonly role: HubRole;
  readonly folder: HubFolder;
  /** What it is started with besides its folder; asked before each start. */
  readonly environment: () => Promise<Readonly<Record<string, string>>>;
  readonly onReport: (report: HubReport) => void;
  /** Told when it has ended or is about to. */
  readonly onEnd: () => void;
}

/** One of the processes that together are the hub: ended and started again, always on the same data folder. */
export interface HubPart {
  readonly role: HubRole;
  readonly folder: HubFolder;
  /** Its address; null while it does not run. */
  url(): string | null;
  /** Starts it with this wish in force; resolves once it listens, or has ended by the wish. Does nothing while it runs. */
  start(wish: NumberedWish): Promise<void>;
  kill(): Promise<void>;
  /** Resolves once the wish is in force, or there is no process for it. */
  wish(wish: NumberedWish): Promise<void>;
  /** What it wrote to standard error, of each start. */
  logged(): readonly string[];
  /** Why it ended although nobody ended it; null when that did not happen. */
  failure(): Error | null;
}

const preload = new URL("arm-hub-process.ts", import.meta.url).href;
const mutate = new URL("../../mutations/apply-mutation.ts", import.meta.url).href;
const compiled = fileURLToPath(new URL("../../../.cache/compiled", import.meta.url));

export function createHubPart({ role, folder, environment, onReport, onEnd }: HubPartOptions): HubPart {
  const earlier: string[] = [];
  let current: HubProcess | null = null;
  let ended: Promise<void> = Promise.resolve();
  let failure: Error | null = null;
  let isWanted = false;
  /** Who waits for a wish to be in force; a later one stands for those before it. */
  const waiting = new Map<number, () => void>();

  const hear = (line: string): void => {
    const report = parseReport(line);
    if ("crash" in report) {
      current = null;
      isWanted = false;
      onEnd();
    }
    if ("armed" in report)
      for (const [id, tell] of waiting)
        if (id <= report.armed) {
          waiting.delete(id);
          tell();
        }
    onReport(report);
  };
  const watch = (process: HubProcess): void => {
    const see = async (): Promise<void> => {
      await process.gone;
      earlier.push(process.errors());
      current = null;
      onEnd();
      if (isWanted)
        failure = new Error(`the hub (${role}) ended although nobody ended it:\n${process.errors()}`);
    };
    ended = see();
  };

  return {
    role,
    folder,
    url: () => current?.url ?? null,
    start: async (wish) => {
      if (current !== null) return;
      await ended;
      isWanted = true;
      const variables = { ...(await environment()), WAYBILL_DATA: folder.path };
      try {
        const process = await startHubProcess(
          { ...variables, ...inherited(), [wishVariable]: JSON.stringify(wish) },
          ["--role", role],
          { execArgv: imports(), onReport: hear },
        );
        watch(process);
        // It may have come to the armed point between listening and now.
        if (isWanted) current = process;
      } catch (error) {
        if (error instanceof HubDidNotStart) earlier.push(error.errors);
        if (isWanted) throw error;
      }
    },
    kill: async () => {
      isWanted = false;
      if (current !== null) onEnd();
      await current?.end("SIGKILL");
      await ended;
    },
    wish: async (wish) => {
      const process = current;
      if (process === null) return;
      const { promise, resolve } = Promise.withResolvers<void>();
      waiting.set(wish.id, resolve);
      process.tell({ ...wish });
      await Promise.race([promise, process.gone]);
    },
    logged: () => [...earlier, ...(current === null ? [] : [current.errors()])],
    failure: () => failure,
  };
}

/** Mutated code is loaded before anything else, so that nothing is there unmutated. */
function imports(): readonly string[] {
  return [...(isMutated() ? [mutate] : []), preload].flatMap((url) => ["--import", url]);
}

function inherited(): Readonly<Record<string, string>> {
  if (!isMutated()) return { NODE_COMPILE_CACHE: compiled };
  return Object.fromEntries(
    [mutationVariable, witnessVariable].flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
}

function isMutated(): boolean {
  return (process.env[mutationVariable] ?? "") !== "";
}
