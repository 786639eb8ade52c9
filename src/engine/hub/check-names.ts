import type { Configuration } from "../use-cases/hub.ts";

interface Problem {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** Names stand in addresses, queues, metrics and names of environment variables, so they are plain. */
const namePattern = /^[a-z0-9][a-z0-9._-]{0,62}$/i;

/** Names and domains that cannot be told apart, or that cannot be used as names. `known`: stores that are there already. */
export function checkNames(
  configuration: Configuration,
  known: readonly { readonly name: string; readonly domain: string }[],
): readonly Problem[] {
  const { stores, connections } = configuration;
  const problems: Problem[] = [];
  const check = (list: "stores" | "connections", names: readonly string[]): void =>
    names.forEach((name, index) => {
      if (!namePattern.test(name))
        problems.push({
          path: [list, index, "name"],
          message: `${JSON.stringify(name)} cannot be a name: use letters, digits, ".", "_" and "-", at most 63, beginning with a letter or digit`,
        });
      if (names.indexOf(name) < index)
        problems.push({ path: [list, index, "name"], message: `${JSON.stringify(name)} is there twice` });
    });
  check(
    "stores",
    stores.map(({ name }) => name),
  );
  check(
    "connections",
    connections.map(({ name }) => name),
  );

  // Also when that store is about to leave its domain: rows are saved one after the other, and a domain has one owner always.
  const owners = new Map(known.map(({ name, domain }) => [domain, name]));
  for (const [index, { name, domain }] of stores.entries()) {
    const owner = owners.get(domain.toLowerCase());
    if (owner === undefined) owners.set(domain.toLowerCase(), name);
    else if (owner !== name)
      problems.push({
        path: ["stores", index, "domain"],
        message: `${domain} is the domain of the store ${owner} already; one shop is one store`,
      });
  }
  return problems;
}
