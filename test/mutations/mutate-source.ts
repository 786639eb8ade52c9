import type { Edit } from "./mutation.ts";

/** The text with one edit made. Throws when what is to be replaced does not stand in it exactly once. */
export function mutateSource(text: string, { file, find, replace }: Edit): string {
  const at = text.indexOf(find);
  if (at < 0) throw new Error(`${file} does not have the text that a mutation replaces: ${find}`);
  if (text.includes(find, at + 1))
    throw new Error(`${file} has the text that a mutation replaces more than once: ${find}`);
  return text.slice(0, at) + replace + text.slice(at + find.length);
}
