/**
 * Looks for two fields of a JSON object without parsing the rest, and stops at the first one when it is enough. Values come as
 * `parseBody` gives them: whole numbers as their digits, others than texts and numbers as undefined. Null when the text is
 * not an object as far as it was looked at.
 */
export function findTopLevel(
  json: string,
  first: string,
  second: string,
  isEnough: (first: unknown) => boolean,
): { readonly first: unknown; readonly second: unknown } | null {
  let at = skipSpace(json, 0);
  if (json[at] !== "{") return null;
  const found: { first: unknown; second: unknown } = { first: undefined, second: undefined };
  at = skipSpace(json, at + 1);
  while (json[at] === '"') {
    const nameEnd = endOfText(json, at);
    if (nameEnd === -1) return null;
    const name = json.slice(at, nameEnd);
    at = skipSpace(json, nameEnd);
    if (json[at] !== ":") return null;
    const start = skipSpace(json, at + 1);
    const end = endOfValue(json, start);
    if (end === -1) return null;
    const text = readName(name);
    if (text === first) {
      found.first = readScalar(json.slice(start, end));
      if (isEnough(found.first)) return found;
    } else if (text === second) found.second = readScalar(json.slice(start, end));
    at = skipSpace(json, end);
    if (json[at] === "}") return found;
    if (json[at] !== ",") return null;
    at = skipSpace(json, at + 1);
  }
  return json[at] === "}" ? found : null;
}

function skipSpace(json: string, from: number): number {
  let at = from;
  for (let code = json.charCodeAt(at); code === 32 || (code >= 9 && code <= 13); code = json.charCodeAt(at))
    at += 1;
  return at;
}

/** Place behind the closing quote of the text that opens at `at`; -1 when it is not closed. */
function endOfText(json: string, at: number): number {
  for (let quote = json.indexOf('"', at + 1); quote !== -1; quote = json.indexOf('"', quote + 1)) {
    let slashes = 0;
    while (json[quote - 1 - slashes] === "\\") slashes += 1;
    if (slashes % 2 === 0) return quote + 1;
  }
  return -1;
}

/** Place behind the value that begins at `at`; -1 when the text ends before it. */
function endOfValue(json: string, at: number): number {
  const opening = json[at];
  if (opening === '"') return endOfText(json, at);
  if (opening !== "{" && opening !== "[") {
    let end = at;
    while (end < json.length && !",}] \t\r\n".includes(json.charAt(end))) end += 1;
    return end === json.length || end === at ? -1 : end;
  }
  let depth = 0;
  for (let place = at; place < json.length; place += 1) {
    const character = json[place];
    if (character === '"') {
      place = endOfText(json, place) - 1;
      if (place < 0) return -1;
    } else if (character === "{" || character === "[") depth += 1;
    else if (character === "}" || character === "]") {
      depth -= 1;
      if (depth === 0) return place + 1;
    }
  }
  return -1;
}

function readName(text: string): string {
  return text.includes("\\") ? String(readScalar(text)) : text.slice(1, -1);
}

const wholeNumber = /^[1-9]\d*$/;

function readScalar(text: string): unknown {
  if (wholeNumber.test(text)) return text;
  if (text.startsWith("{") || text.startsWith("[")) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
