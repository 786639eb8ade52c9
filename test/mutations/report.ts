import { isCaught, missing, type ChaosTrial, type ConformanceTrial, type Tried } from "./tried.ts";

const indent = " ".repeat(10);

/** What came of one mutation, in a few lines. */
export function linesOf(tried: Tried): string {
  const { mutation, conformance, chaos, ms } = tried;
  const word = isCaught(tried) ? "caught" : "SURVIVED";
  return [
    `${word.padEnd(indent.length)}${mutation.name.padEnd(40)}${(ms / 1000).toFixed(0).padStart(5)} s`,
    ...(conformance === null ? [] : [`${indent}conformance  ${conformanceWords(tried, conformance)}`]),
    ...(chaos === null ? [] : [`${indent}chaos        ${chaosWords(chaos)}`]),
    ...("beyond" in mutation.chaos
      ? [`${indent}chaos        cannot notice it: ${mutation.chaos.beyond}`]
      : []),
  ].join("\n");
}

function conformanceWords({ mutation }: Tried, trial: ConformanceTrial | string): string {
  if (typeof trial === "string") return `nothing can be said: ${trial}`;
  const names = [...new Set(trial.broken.map(({ guarantee }) => guarantee))];
  const expected = names.filter((name) => mutation.guarantees.includes(name));
  const others = names.filter((name) => !mutation.guarantees.includes(name));
  const still = missing(mutation, trial);
  return [
    `red: ${expected.length === 0 ? "none" : expected.join(", ")}`,
    ...(others.length === 0 ? [] : [`also: ${others.join(", ")}`]),
    ...(still.length === 0 ? [] : [`STILL GREEN: ${still.join(", ")}`]),
  ].join("; ");
}

function chaosWords(trial: ChaosTrial | string): string {
  if (typeof trial === "string") return `nothing can be said: ${trial}`;
  const { caught, others, runs } = trial;
  const also = others.length === 0 ? "" : `; also: ${others.join(", ")}`;
  if (caught === null) return `NOT NOTICED in ${runs} runs${also}`;
  const { rule, about, what } = caught.violation;
  return `${rule} in run ${caught.runs} (seed ${caught.seed})${also}: ${about}: ${shortened(what)}`;
}

function shortened(text: string): string {
  const [line = ""] = text.split("\n");
  return line.length > 200 ? `${line.slice(0, 200)}…` : line;
}

/** The whole run as a table of a page. */
export function markdownOf(tried: readonly Tried[]): string {
  const rows = tried.map(({ mutation, conformance, chaos }) => {
    const red =
      conformance === null || typeof conformance === "string"
        ? "–"
        : mutation.guarantees
            .filter((name) => conformance.broken.some(({ guarantee }) => guarantee === name))
            .map((name) => `\`${name}\``)
            .join(", ") || "none";
    const caught =
      "beyond" in mutation.chaos
        ? `cannot: ${mutation.chaos.beyond}`
        : chaos === null || typeof chaos === "string"
          ? "–"
          : chaos.caught === null
            ? `not in ${chaos.runs} runs`
            : `\`${chaos.caught.violation.rule}\`, run ${chaos.caught.runs} (seed ${chaos.caught.seed})`;
    return `| \`${mutation.name}\` | ${mutation.says} | ${red} | ${caught} |`;
  });
  return [
    "| mutation | what its author thought | red in the suite | caught by chaos |",
    "| --- | --- | --- | --- |",
    ...rows,
  ].join("\n");
}
