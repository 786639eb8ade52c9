/** Fields of bodies and queries whose values are no personal data; the vendor's messages may repeat them. */
const impersonal = new Set(["event", "primary_key", "at", "currency", "financial_status", "limit", "offset"]);

const longest = 300;

/**
 * The vendor's own words of a refusal, fit for the journal: the text of `error` or `message`, or plain text; never markup, and nothing
 * else of the answer. Values that were sent in personal fields are taken out, as are e-mail addresses and long numbers. Empty when
 * there is nothing to say.
 */
export function cleanWords(answer: string, sent: string): string {
  let words = vendorWords(answer).replace(/\s+/g, " ").trim();
  if (words === "") return "";
  for (const value of personalValues(sent)) words = words.replace(wholeWord(value), "…");
  words = words.replace(/[^\s@<>"',;:()]+@[^\s@<>"',;:()]+/g, "…").replace(/\+?\d(?:[\s().-]?\d){8,}/g, "…");
  return words.length > longest ? `${words.slice(0, longest)}…` : words;
}

function vendorWords(answer: string): string {
  const text = answer.trim();
  if (text === "" || text.startsWith("<")) return "";
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return /<\w+/.test(text) ? "" : text;
  }
  if (typeof value === "string") return value;
  if (typeof value !== "object" || value === null) return "";
  for (const name of ["error", "message"]) {
    const part = (value as Readonly<Record<string, unknown>>)[name];
    if (typeof part === "string" && part !== "") return part;
  }
  return "";
}

/** Texts of a sent body or query that might be somebody's, longest first so that parts of others come later. */
function personalValues(sent: string): readonly string[] {
  const found = new Set<string>();
  const collect = (name: string, value: unknown): void => {
    if (typeof value === "string") {
      const text = value.replace(/\s+/g, " ").trim();
      if (text.length > 1 && !impersonal.has(name)) found.add(text);
    } else if (typeof value === "object" && value !== null)
      for (const [key, part] of Object.entries(value)) collect(Array.isArray(value) ? name : key, part);
  };
  for (const part of sent.split("\n"))
    if (part.startsWith("{")) collect("", JSON.parse(part));
    else for (const [name, value] of new URLSearchParams(part)) collect(name, value);
  return [...found].sort((left, right) => right.length - left.length);
}

function wholeWord(value: string): RegExp {
  const literal = value.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`(?<![\\p{L}\\p{N}])${literal}(?![\\p{L}\\p{N}])`, "giu");
}
