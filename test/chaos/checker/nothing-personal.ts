import type { Evidence, Violation } from "../evidence.ts";

/** No word of a buyer and no secret stands in what the hub says, titles of records aside. */
export function nothingPersonal({
  hub,
  personalWords,
  secrets,
}: Pick<Evidence, "hub" | "personalWords" | "secrets">): readonly Violation[] {
  const words = [...personalWords, ...secrets]
    .map((word) => word.toLowerCase())
    .filter((word) => word !== "");
  return hub.texts.flatMap(({ place, said }) => {
    const text = said.toLowerCase();
    return words
      .filter((word) => text.includes(word))
      .map((word) => ({
        rule: "nothing-personal",
        about: place,
        what: `it says ${JSON.stringify(word)}: ${said}`,
      }));
  });
}
