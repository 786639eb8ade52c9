import type { Hub } from "#engine/use-cases/hub.ts";

/** Which hub is meant. Both null: the one of the data folder. */
export interface HubAddress {
  readonly url: string | null;
  readonly token: string | null;
}

/**
 * What a command needs of a hub that has to be opened in this process.
 * - `look`: reads and small changes; nobody works on records meanwhile;
 * - `configure`: the same, and the data folder may be a new one;
 * - `work`: records are worked on until the hub is closed.
 */
export type HubNeed = "look" | "configure" | "work";

export interface OpenedHub {
  readonly hub: Hub;
  /** `server`: a hub that runs by itself and goes on; `here`: opened in this process on the database. */
  readonly where: "server" | "here";
  /** What the user should know of how it was opened. */
  readonly notes: readonly string[];
  close(): Promise<void>;
}

/** Something that goes on until it is stopped. */
export interface Running {
  readonly url: string;
  stop(): Promise<void>;
}

export interface BackupResult {
  readonly file: string;
  readonly bytes: number;
  readonly hasSecretKey: boolean;
  /** Where the key is that the file's credentials open with, in words; null when it is in the file. */
  readonly keyIsIn: string | null;
  readonly rows: Readonly<Record<string, number>>;
}

export interface RestoreResult {
  readonly file: string;
  readonly version: string;
  readonly createdAt: string;
  readonly hasCredentials: boolean;
  /** File that the key was put into; null when it stays where it was. */
  readonly keyWrittenTo: string | null;
  readonly rows: Readonly<Record<string, number>>;
}

export type OnProgress = (progress: { readonly table: string; readonly bytes: number }) => void;

/** What the composition root gives to the commands; the only way from them to databases, servers and sandboxes. */
export interface CliHost {
  readonly version: string;
  /** JSON Schema of a connector of this program, with its presets. Needs no database. */
  settingsSchema(connector: string): Promise<unknown>;
  openHub(address: HubAddress, need: HubNeed): Promise<OpenedHub>;
  serve(options: { readonly role: "all" | "web" | "worker" }): Promise<Running>;
  runSandbox(options: { readonly only: string | null; readonly port: number | null }): Promise<Running>;
  /** Works on the database of the data folder or of `DATABASE_URL` itself; a hub may run. */
  backup(options: {
    readonly file: string;
    readonly withKey: boolean;
    readonly onProgress: OnProgress;
    /** Ends it early and leaves nothing behind. */
    readonly signal: AbortSignal;
  }): Promise<BackupResult>;
  /** Refuses while a hub runs. */
  restore(options: {
    readonly file: string;
    readonly force: boolean;
    readonly withoutSecrets: boolean;
    readonly onProgress: OnProgress;
  }): Promise<RestoreResult>;
}
