import { z } from "zod";
import type { TargetConnector } from "#connectors/kit/target-connector.ts";
import { UseCaseError } from "../use-cases/hub.ts";

/** JSON Schema of a connector's settings and credentials, with what its presets set. */
export function settingsSchema(targets: ReadonlyMap<string, TargetConnector>, name: string): unknown {
  const connector = targets.get(name);
  if (connector === undefined)
    throw new UseCaseError(
      404,
      "CONNECTOR_NOT_FOUND",
      `There is no connector ${JSON.stringify(name)}. Known: ${[...targets.keys()].join(", ")}.`,
    );
  const schema = (of: z.ZodType): unknown => z.toJSONSchema(of, { io: "input", unrepresentable: "any" });
  return {
    connector: connector.name,
    title: connector.title,
    settings: schema(connector.settings),
    credentials: schema(connector.credentials),
    presets: connector.presets,
  };
}
