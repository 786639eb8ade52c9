import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { openDataFolder, type DataFolder } from "#app/data-folder.ts";
import { sandboxClockOffset, sandboxFile } from "#app/sandbox-clock.ts";
import { createEmulatorClock } from "#connectors/kit/emulator/clock.ts";
import { startEmulatorHost } from "#connectors/kit/emulator/start-emulator-host.ts";

let folder: DataFolder;
beforeEach(async () => {
  folder = await openDataFolder({ WAYBILL_DATA: await mkdtemp(join(tmpdir(), "waybill-clock-")) });
});
afterEach(() => rm(folder.path, { recursive: true, force: true }));

it("a hub that starts again takes the time of its sandbox, however far that was moved", async () => {
  const host = await startEmulatorHost({ emulators: [], clock: createEmulatorClock() });
  try {
    expect(await sandboxClockOffset(folder)).toBeNull();
    await writeFile(sandboxFile(folder), JSON.stringify({ pid: process.pid, url: host.url }));
    expect(await sandboxClockOffset(folder)).toBe(0);
    await fetch(`${host.url}/_control/clock`, { method: "POST", body: '{"advance":"P1DT2H"}' });
    expect(Math.abs(((await sandboxClockOffset(folder)) ?? 0) - 26 * 3_600_000)).toBeLessThan(50);
  } finally {
    await host.close();
  }
  expect(await sandboxClockOffset(folder)).toBe(0);
});
