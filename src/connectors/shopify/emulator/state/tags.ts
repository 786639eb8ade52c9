/** Tags as the shop keeps them: trimmed, each once whatever its case, sorted without regard to case. */
export function tidyTags(tags: readonly string[]): string[] {
  const byFolded = new Map<string, string>();
  for (const tag of tags) {
    const text = tag.trim();
    const folded = text.toLowerCase();
    if (text !== "" && !byFolded.has(folded)) byFolded.set(folded, text);
  }
  return [...byFolded].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, tag]) => tag);
}
