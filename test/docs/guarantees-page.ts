import { capabilities } from "#test/conformance/capabilities.ts";
import { guarantees } from "#test/conformance/catalogue.ts";
import type { Guarantee } from "#test/conformance/guarantee.ts";

/** The page of guarantees, made from what the suite checks. */
export function guaranteesPage(): string {
  return [
    "# Guarantees",
    "",
    "What every connector keeps, as `npm run conformance` checks it. This page is made from the suite itself",
    "(`npm test -- test/docs/guarantees.test.ts -u`); how to run it on a connector of your own:",
    "[judging a connector](../guides/conformance.md).",
    "",
    "## Systems that records are carried to",
    "",
    table("target"),
    "",
    "## Systems that records are taken from",
    "",
    table("source"),
    "",
    "## Capabilities",
    "",
    "What a system cannot do stands in the connector's manifest under one of these names, with the reason, as a whole (`deletes`)",
    "or for one flow (`deletes of customers`). A guarantee that needs it is not run then. A lack without a reason counts as broken.",
    "",
    "| capability | means |",
    "| --- | --- |",
    ...Object.entries(capabilities).map(([name, means]) => `| \`${name}\` | ${means} |`),
    "",
  ].join("\n");
}

function table(role: Guarantee["role"]): string {
  return [
    "| guarantee | promises | needs |",
    "| --- | --- | --- |",
    ...guarantees
      .filter((guarantee) => guarantee.role === role)
      .map(
        ({ name, says, needs }) => `| \`${name}\` | ${says} | ${needs === undefined ? "" : `\`${needs}\``} |`,
      ),
  ].join("\n");
}
