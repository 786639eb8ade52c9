import type { ApiKeyView } from "#engine/ports/engine-store.ts";
import { cleanText } from "./clean-text.ts";
import { moment } from "./local-time.ts";
import type { Look } from "./look.ts";
import { renderTable } from "./table.ts";

/** Tokens with for whom each was made; never a token itself. */
export function renderKeys(keys: readonly ApiKeyView[], look: Look): string {
  if (keys.length === 0)
    return "There are no tokens. Make one with: waybill keys create --role viewer --name NAME";
  return renderTable(
    [{ title: "Id" }, { title: "Role" }, { title: "Name", flexible: true }, { title: "Made" }],
    keys.map(({ id, role, name, createdAt }) => [id, role, cleanText(name), moment(createdAt, look)]),
    look,
  );
}
