/**
 * Text from outside for a terminal: control characters (which could move the cursor or recolour the screen) and characters that
 * turn the direction of writing become visible; line ends become spaces.
 */
export function cleanText(text: string): string {
  return text
    .replace(/\s*[\r\n]+\s*/g, " ")
    .replaceAll("\t", " ")
    .replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, "\ufffd");
}
