import { removeDataFolderNow } from "#test/support/remove-data-folder.ts";

const signals = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const;
const names = ["SIGHUP", "SIGINT", "SIGTERM"] as const;

const folders = new Set<string>();

/** Has a data folder removed, with its PostgreSQL, should this process end before the result is called, be it by a signal. */
export function removeAtExit(folder: string): () => void {
  if (folders.size === 0) {
    process.on("exit", removeAll);
    for (const name of names) process.on(name, onSignal);
  }
  folders.add(folder);
  return () => {
    folders.delete(folder);
    if (folders.size > 0) return;
    process.off("exit", removeAll);
    for (const name of names) process.off(name, onSignal);
  };
}

function removeAll(): void {
  for (const folder of folders) removeDataFolderNow(folder);
  folders.clear();
}

function onSignal(signal: NodeJS.Signals): void {
  // Somebody else who listens decides when it ends; it does not end without `exit`.
  if (process.listenerCount(signal) === 1) process.exit(128 + signals[signal as keyof typeof signals]);
}
