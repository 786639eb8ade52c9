import { createRequire } from "node:module";
import type { CliHost } from "#cli/running/cli-host.ts";

const { version } = createRequire(import.meta.url)("../../package.json") as { version: string };

/**
 * What the commands may reach. Everything is loaded when it is first needed: a command that asks a running hub starts in a
 * fraction of the time that the engine needs.
 */
export function createCliHost(environment: NodeJS.ProcessEnv): CliHost {
  return {
    version,
    settingsSchema: async (connector) => {
      const [{ settingsSchema }, { targets }] = await Promise.all([
        import("#engine/hub/settings-schema.ts"),
        import("./connectors.ts"),
      ]);
      return settingsSchema(targets, connector);
    },
    openHub: async (address, need) => {
      const { openHub } = await import("./open-hub.ts");
      return openHub(environment, address, need);
    },
    serve: async ({ role }) => {
      const { serve } = await import("./serve.ts");
      return serve({ role, environment });
    },
    runSandbox: async ({ only, port }) => {
      const { runSandbox } = await import("./run-sandbox.ts");
      const sandbox = await runSandbox({
        environment,
        ...(only === null ? {} : { only }),
        ...(port === null ? {} : { port }),
      });
      return { url: sandbox.url, stop: () => sandbox.close() };
    },
    backup: async (options) => {
      const { backup } = await import("./keep-data.ts");
      return backup(environment, version, options);
    },
    restore: async (options) => {
      const { restore } = await import("./keep-data.ts");
      return restore(environment, options);
    },
  };
}
