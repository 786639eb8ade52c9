import { patchConnector } from "#connectors/patch/connector.ts";
import { emulatedPatch, patchSignIn, type EmulatedTarget } from "./emulated-systems.ts";

/** The connector to Patch Retention, with an account as `emulatedPatch` makes it. */
export function patchTarget(options: Parameters<typeof emulatedPatch>[0] = {}): EmulatedTarget {
  return {
    connector: patchConnector,
    emulator: emulatedPatch(options),
    credentials: (baseUrl) => ({ baseUrl, ...patchSignIn }),
  };
}
