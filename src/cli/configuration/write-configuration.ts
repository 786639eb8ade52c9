import { Document } from "yaml";
import type { Configuration } from "#engine/use-cases/hub.ts";
import { fillAll } from "./placeholders.ts";

const variable = /^\$\{([A-Za-z_][A-Za-z0-9_]*)\}$/;

/**
 * A configuration as the file that `apply` takes. Secrets stand as `${NAME}`; the names that have to be set for it are listed at
 * its top.
 */
export function writeConfiguration(configuration: Configuration): string {
  const names = new Set<string>();
  const written = fillAll(configuration, (text, path) => {
    const name = variable.exec(text)?.[1];
    if (name !== undefined && isSecretPlace(path)) {
      names.add(name);
      return text;
    }
    return text.replaceAll("${", () => "$${");
  });
  const document = new Document(written, { version: "1.2", schema: "core", aliasDuplicateObjects: false });
  document.commentBefore = [
    " Configuration of Waybill; `waybill apply -f FILE` takes it.",
    ...(names.size === 0
      ? []
      : [
          " Secrets are not in it. Set these environment variables first:",
          ...[...names].map((name) => `   ${name}`),
        ]),
  ].join("\n");
  return document.toString({ lineWidth: 0 });
}

function isSecretPlace(path: readonly (string | number)[]): boolean {
  return path[2] === "auth" || path[2] === "credentials";
}
