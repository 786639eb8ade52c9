import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { ConformanceSubject } from "./subject.ts";
import { subjects } from "./subjects/index.ts";

/** Refused by the command, with what to do. */
export class UnknownSubject extends Error {
  override readonly name = "UnknownSubject";
}

/**
 * The subjects that an argument names: `all`, the name of a connector that Waybill comes with, or the path of a module that
 * exports one as `subject` or as its default. Rejects with `UnknownSubject`.
 */
export async function findSubjects(argument: string): Promise<readonly ConformanceSubject[]> {
  if (argument === "all") return subjects;
  const found = subjects.filter(({ connector }) => connector.name === argument);
  if (found.length > 0) return found;
  const path = resolve(argument);
  if (!existsSync(path))
    throw new UnknownSubject(
      `There is no connector ${argument} and no file of that name. Known: ${subjects.map(({ connector }) => connector.name).join(", ")}, all.`,
    );
  const module = (await import(pathToFileURL(path).href)) as Readonly<Record<string, unknown>>;
  const subject = module["subject"] ?? module["default"];
  if (!isSubject(subject))
    throw new UnknownSubject(`${argument} exports no subject: it has to be exported as \`subject\`.`);
  return [subject];
}

function isSubject(value: unknown): value is ConformanceSubject {
  if (typeof value !== "object" || value === null || !("role" in value) || !("connector" in value))
    return false;
  return value.role === "target" || value.role === "source";
}
