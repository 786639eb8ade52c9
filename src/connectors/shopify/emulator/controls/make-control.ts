import { ControlError } from "#connectors/kit/emulator/control-error.ts";
import type { EmulatorControl } from "#connectors/kit/emulator/emulator.ts";

/** A control that answers 400 where reading an amount or a name failed (`RangeError`). */
export function makeControl(
  method: EmulatorControl["method"],
  path: string,
  example: unknown,
  run: EmulatorControl["run"],
): EmulatorControl {
  return {
    method,
    path,
    example,
    async run(parameters, body) {
      try {
        return await run(parameters, body);
      } catch (error) {
        if (error instanceof RangeError) throw new ControlError(400, error.message);
        throw error;
      }
    },
  };
}

/** One entry or a list of them. */
export function entries(body: unknown): readonly unknown[] {
  return Array.isArray(body) ? (body as readonly unknown[]) : [body];
}
