import type { AnnouncedKey } from "#domain/source-record.ts";
import type { AnswerProbe, PartialAnswer } from "../../source-subject.ts";
import { gidOf } from "./records.ts";

type Json = Readonly<Record<string, unknown>>;

/** An answer to a query by ids, or to a list. */
interface Answer extends Json {
  readonly data: Readonly<Record<string, unknown>>;
}

function nodesOf({ data }: Answer): readonly (Json | null)[] {
  const [value] = Object.values(data);
  if (Array.isArray(value)) return value as readonly (Json | null)[];
  return (value as { readonly nodes?: readonly (Json | null)[] } | null)?.nodes ?? [];
}

/** The same answer with other nodes. */
function withNodes(answer: Answer, nodes: readonly unknown[]): Answer {
  const [entry] = Object.entries(answer.data);
  if (entry === undefined) return answer;
  const [name, value] = entry;
  return { ...answer, data: { [name]: Array.isArray(value) ? nodes : { ...(value as Json), nodes } } };
}

function placeOf(answer: Answer, key: AnnouncedKey): number {
  return nodesOf(answer).findIndex((node) => node?.["id"] === gidOf(key));
}

/** Where a node stands, as the path of an error has it. */
function pathOf(answer: Answer, key: AnnouncedKey): readonly (string | number)[] {
  const [name, value] = Object.entries(answer.data)[0] ?? [];
  return [name ?? "", ...(Array.isArray(value) ? [] : ["nodes"]), placeOf(answer, key)];
}

const replaced = (
  change: (answer: Answer, key: AnnouncedKey, node: Json) => unknown,
): PartialAnswer["of"] => {
  return (value, key) => {
    const answer = value as Answer;
    const node = nodesOf(answer)[placeOf(answer, key)];
    return node ? change(answer, key, node) : value;
  };
};

const nodeInstead = (instead: (node: Json) => Json | null) => (answer: Answer, key: AnnouncedKey) =>
  withNodes(
    answer,
    nodesOf(answer).map((node) => (node?.["id"] === gidOf(key) ? instead(node) : node)),
  );

const beside = (answer: Answer, ...errors: readonly Json[]): Answer => ({ ...answer, errors });

const nothing = nodeInstead(() => null);
const withoutMail = nodeInstead((node) => ({
  ...node,
  ...("email" in node ? { email: null } : {}),
  ...("defaultEmailAddress" in node ? { defaultEmailAddress: null } : {}),
}));
const mailOf = (node: Json): string => ("email" in node ? "email" : "defaultEmailAddress");

const refusedField = (field: string, path: readonly (string | number)[]): Json => ({
  message: `This app is not approved to use the ${field} field. See https://shopify.dev/apps/store/data-protection/protected-customer-data for more details.`,
  path,
});

const partial: readonly PartialAnswer[] = [
  {
    what: "its record is null beside an error inside the shop",
    of: replaced((answer, key) =>
      beside(nothing(answer, key), {
        message: "Internal error. Looks like something went wrong on our end. Request ID: 1.",
        path: pathOf(answer, key),
        extensions: { code: "INTERNAL_SERVER_ERROR", requestId: "1" },
      }),
    ),
  },
  {
    what: "its record is null beside an error that names no code",
    of: replaced((answer, key) =>
      beside(nothing(answer, key), { message: "Something went wrong", path: pathOf(answer, key) }),
    ),
  },
  {
    what: "its record is null beside an error without a place",
    of: replaced((answer, key) => beside(nothing(answer, key), { message: "Timeout" })),
  },
  {
    what: "its record is null since it was refused as a whole",
    // Where customers are refused, so are lists of them.
    fineInLists: true,
    of: replaced((answer, key) =>
      beside(nothing(answer, key), {
        message: `This app is not approved to access the ${key.kind === "orders" ? "Order" : "Customer"} object.`,
        path: pathOf(answer, key),
        extensions: { code: "ACCESS_DENIED" },
      }),
    ),
  },
  {
    what: "the e-mail address is null beside the refusal of that field",
    of: replaced((answer, key, node) =>
      beside(withoutMail(answer, key), refusedField(mailOf(node), [...pathOf(answer, key), mailOf(node)])),
    ),
  },
  {
    what: "it was cut off after too many errors",
    of: replaced((answer, key) => beside(nothing(answer, key), { message: "Too many execution errors" })),
  },
  {
    what: "the points ran out in the middle",
    of: replaced((answer, key) =>
      beside(nothing(answer, key), { message: "Throttled", extensions: { code: "THROTTLED" } }),
    ),
  },
  {
    what: "all data are null beside an error",
    of: replaced((answer) => ({ ...answer, data: null, errors: [{ message: "Timeout" }] })),
  },
  { what: "the data are null, without a word", of: replaced((answer) => ({ ...answer, data: null })) },
  { what: "the data are empty, without a word", of: replaced((answer) => ({ ...answer, data: {} })) },
  {
    what: "the list is null, without a word",
    of: replaced((answer) => ({ ...answer, data: { [Object.keys(answer.data)[0] ?? ""]: null } })),
  },
  {
    what: "the last records of the list are missing",
    fineInLists: true,
    of: replaced((answer, key) => withNodes(answer, nodesOf(answer).slice(0, placeOf(answer, key)))),
  },
  {
    what: "another record stands in its place",
    fineInLists: true,
    of: replaced((answer, key) =>
      nodeInstead((node) => ({ ...node, id: gidOf({ ...key, id: "404404404404" }) }))(answer, key),
    ),
  },
];

/** How Shopify's answers are put together. */
export const answers: AnswerProbe = {
  enumerations: {
    answers: ["displayFinancialStatus", "displayFulfillmentStatus", "cancelReason"],
    bodies: ["financial_status", "fulfillment_status", "cancel_reason"],
  },
  spoil: (answer, key) =>
    nodeInstead((node) => ({ ...node, updatedAt: "the day before" }))(answer as Answer, key),
  spoilHistory: (file, key) =>
    file
      .split("\n")
      .map((line) =>
        line.startsWith(`{"id":"${gidOf(key)}"`)
          ? line.replace(/"updatedAt":"\d+/, (text) => text.replaceAll(/\d/g, "?"))
          : line,
      )
      .join("\n"),
  partial,
};
