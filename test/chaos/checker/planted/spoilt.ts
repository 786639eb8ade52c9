import type { Evidence } from "../../evidence.ts";
import type { Names } from "./tell-story.ts";

export type Draft<T> = T extends object ? { -readonly [Key in keyof T]: Draft<T[Key]> } : T;

/** A copy of good evidence that something is done to, with the story's orders by what became of them. */
export type Spoilt = Draft<Evidence> & { readonly names: Names };

/** What is done to it. `says`: what the rule has to say, where it would speak for other reasons too. */
export type Spoil = ((spoilt: Spoilt) => void) & { says?: RegExp };

/** Ways to spoil it that one rule has to notice, and only that one, by what each is called. */
export type Spoils = Readonly<Record<string, Spoil>>;

export const saying = (says: RegExp, spoil: Spoil): Spoil => Object.assign(spoil, { says });

/** The thing itself; fails when the story has none. */
export function thing<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("the story has nothing like this");
  return value;
}

export const idOf = ({ shop }: Spoilt, name: string) =>
  thing(shop.orders.find(({ versions }) => versions[0]?.value?.name === name))
    .id.split("/")
    .at(-1) ?? "";
export const salesOrder = (spoilt: Spoilt, name = spoilt.names.carried) =>
  thing(spoilt.account.after.SalesOrders.find(({ OrderNumber }) => OrderNumber === name));
export const line = (spoilt: Spoilt, index: number, name = spoilt.names.carried) =>
  thing(salesOrder(spoilt, name).SalesOrderLines[index]);
export const customer = ({ account }: Spoilt, email: string) =>
  thing(account.after.Customers.find(({ Email }) => Email === email));
export const made = (spoilt: Spoilt) => customer(spoilt, "peregrine.1@mixed.example");
export const recognised = (spoilt: Spoilt) => customer(spoilt, "ada.quillfeather@mail.example");
export const strange = (spoilt: Spoilt) => customer(spoilt, "nobody@else.example");
export const record = (spoilt: Spoilt, name = spoilt.names.carried) =>
  thing(spoilt.hub.records.find(({ recordId }) => recordId === idOf(spoilt, name)));
export const outcome = (spoilt: Spoilt, name?: string) => thing(record(spoilt, name).outcome ?? undefined);
export const question = (spoilt: Spoilt, name: string) =>
  thing(spoilt.hub.questions.find(({ title }) => title === name));
/** Takes out every entry like this; fails when there is none. */
export const drop = <T>(list: T[], isIt: (entry: T) => boolean): void => {
  const before = list.length;
  list.splice(0, before, ...list.filter((entry) => !isIt(entry)));
  if (list.length === before) throw new Error("nothing was dropped");
};
export const post = (spoilt: Spoilt) =>
  thing(
    spoilt.log.account.find(
      ({ method, path }) => method === "POST" && path.includes(salesOrder(spoilt).Guid),
    ),
  );
export const later = (time: string, ms: number): string => new Date(Date.parse(time) + ms).toISOString();
const lastCall = (spoilt: Spoilt) => thing(spoilt.log.account.at(-1));
/** Further calls at the end of the log, each so many milliseconds after it. */
export const call = (
  spoilt: Spoilt,
  ...calls: readonly (Partial<Spoilt["log"]["account"][number]> & { readonly after: number })[]
): void => {
  const last = lastCall(spoilt);
  for (const [index, { after, ...more }] of calls.entries())
    spoilt.log.account.push({
      ...last,
      method: "GET",
      path: "/unleashed/SalesOrders/1",
      status: 200,
      ownStatus: 200,
      retryAfter: null,
      ...more,
      number: last.number + index + 1,
      time: later(last.time, after),
      answeredAt: later(last.time, after),
    });
};
export const keyOf = ({ kind, recordId }: Spoilt["hub"]["records"][number]) => ({ kind, recordId });
