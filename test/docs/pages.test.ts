import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import type { Command, Option } from "commander";
import { describe, expect, it } from "vitest";
import { sources, targets } from "#app/connectors.ts";
import { readConfiguration } from "#cli/configuration/read-configuration.ts";
import { createProgram } from "#cli/create-program.ts";
import type { Cli } from "#cli/running/cli.ts";
import { layered } from "#connectors/kit/layered.ts";
import { root } from "./source-codes.ts";

/** Every page for people: the root's, those of `docs`, and the ones beside the code. */
const pages = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", ...pagesBelow("docs"), ...pagesBelow("src")];

describe("the pages", () => {
  it("link to files and headings that are there", () => {
    expect(pages.flatMap((page) => linksOf(page).filter((link) => !leadsSomewhere(page, link)))).toEqual([]);
  });

  it("name files of the source that are there", () => {
    const named = pages.flatMap((page) =>
      [...read(page).matchAll(/`((?:src|test|scripts|bench|docs)\/[\w./-]+)`/g)].map(([, path = ""]) => path),
    );
    const rooms = [
      ...read("docs/architecture.md").matchAll(
        /`((?:domain|connectors|engine|store|server|cli|sandbox|app)\/[\w./-]+)`/g,
      ),
    ].map(([, path = ""]) => join("src", path));
    expect(named.length + rooms.length).toBeGreaterThan(30);
    expect([...named, ...rooms].filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  it("say what each dependency is for", () => {
    const { dependencies, optionalDependencies, devDependencies } = JSON.parse(
      read("package.json"),
    ) as Readonly<Record<string, Readonly<Record<string, string>>>>;
    const page = read("docs/dependencies.md");
    const names = Object.keys({ ...dependencies, ...optionalDependencies, ...devDependencies });
    const isNamed = (name: string): boolean =>
      page.includes(`\`${name}\``) || page.includes(`\`${name.replace(/\/.*$/, "/*")}\``);
    expect(names.filter((name) => !isNamed(name))).toEqual([]);
  });

  it("show commands and options that there are", () => {
    const program = createProgram({ host: { version: "0" } } as unknown as Cli, {});
    const shown = pages.flatMap((page) => commandsOf(read(page)));
    expect(shown.length).toBeGreaterThan(40);
    expect(shown.flatMap((line) => mistakesOf(program, line))).toEqual([]);
  });
});

describe("configurations in the pages", () => {
  const files = pages
    .filter((page) => page.startsWith("docs/"))
    .flatMap((page) => blocksOf(read(page), "yaml").map((text) => ({ page, text })));

  it("are there", () => expect(files.length).toBeGreaterThan(4));

  it.each(files)("would be taken ($page)", ({ page, text }) => {
    const names = [...text.matchAll(/\$\{(\w+)\}/g)].map(([, name = ""]) => [name, `value-of-${name}`]);
    const { configuration } = readConfiguration(Buffer.from(text), {
      file: page,
      environment: Object.fromEntries(names),
    });
    for (const { domain, apiVersion, auth } of configuration.stores) {
      const source = sources.get("shopify");
      source?.settings.parse({ domain, ...(apiVersion === undefined ? {} : { apiVersion }) });
      source?.credentials.parse(auth);
    }
    for (const { connector, preset, settings, credentials } of configuration.connections) {
      const target = targets.get(connector);
      expect(target, connector).toBeDefined();
      target?.settings.parse(layered(target.presets[preset], settings));
      target?.credentials.parse(credentials);
    }
  });
});

function pagesBelow(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".md"))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
}

function read(page: string): string {
  return readFileSync(join(root, page), "utf8");
}

function linksOf(page: string): readonly string[] {
  const prose = read(page)
    .replaceAll(/```.*?```/gs, "")
    .replaceAll(/`[^`\n]*`/g, "");
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, link = ""]) => link)
    .filter((link) => !/^https?:/.test(link));
}

function leadsSomewhere(page: string, link: string): boolean {
  const [path = "", heading] = link.split("#");
  const target = path === "" ? page : join(dirname(page), path);
  if (!existsSync(join(root, target))) return false;
  return heading === undefined || headingsOf(read(target)).includes(heading);
}

/** Names of headings as GitHub makes them. */
function headingsOf(text: string): readonly string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, title = ""]) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

function blocksOf(text: string, language: string): readonly string[] {
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, "gms"))].map(
    ([, block = ""]) => block,
  );
}

/** Words behind `npx waybill`, wherever it stands in a block of commands or in the text. */
function commandsOf(text: string): readonly string[] {
  const inBlocks = blocksOf(text, "sh").flatMap((block) => [...block.matchAll(/npx waybill ([^\n#]+)/g)]);
  const inText = [...text.matchAll(/`(?:npx )?waybill ([^`]+)`/g)];
  return [...inBlocks, ...inText].map(([, words = ""]) => words.trim());
}

function mistakesOf(program: Command, line: string): readonly string[] {
  const words = line.match(/'[^']*'|"[^"]*"|\S+/g) ?? [];
  let command = program;
  let at = 0;
  while (words[at]?.startsWith("--")) at += words[at] === "--json" ? 1 : 2;
  for (; at < words.length; at += 1) {
    const next = command.commands.find((one) => one.name() === words[at]);
    if (next === undefined) break;
    command = next;
  }
  if (command === program && !words.every((word) => word.startsWith("--") || word === "COMMAND"))
    return [`${line}: no such command`];
  const known = new Set(
    [...program.options, ...command.options].flatMap(namesOf).concat("--help", "--version"),
  );
  return words
    .filter((word) => /^--?[a-z]/.test(word) && !known.has(word))
    .map((word) => `${line}: no option ${word}`);
}

function namesOf({ short, long }: Option): readonly string[] {
  return [short, long].filter((name) => name !== undefined);
}
