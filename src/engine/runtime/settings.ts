import { layered } from "#connectors/kit/layered.ts";
import type { PresetName, TargetConnector } from "#connectors/kit/target-connector.ts";

/** A connector's settings with the preset laid under what the user wrote. Throws `ZodError` when they do not fit. */
export function effectiveSettings(
  connector: TargetConnector,
  preset: PresetName,
  written: Readonly<Record<string, unknown>>,
): unknown {
  return connector.settings.parse(layered(connector.presets[preset], written));
}
