import type { Finding } from "#connectors/kit/finding.ts";
import { SyncError } from "#domain/sync-error.ts";
import type { ShopifyClient } from "../client.ts";
import type { GraphProblem } from "../errors/graph-problem.ts";
import type {
  CreateSubscriptionMutation,
  SubscriptionsQuery,
  UpdateSubscriptionMutation,
} from "../generated/admin-2026-10.ts";
import { refusedWhole } from "./ask-shown.ts";
import * as documents from "./documents.ts";
import { isGranted } from "./scopes.ts";
import { wantedTopics, type WantedTopic } from "./wanted-topics.ts";
import { wholeList } from "./whole-answers.ts";
import { listed } from "./wording.ts";

type Subscription = SubscriptionsQuery["webhookSubscriptions"]["nodes"][number];

interface Done {
  readonly right: string[];
  readonly created: string[];
  readonly corrected: string[];
  readonly leftOut: string[];
  readonly trouble: Finding[];
}

/**
 * Makes the shop send the wanted topics to `callbackUrl`: creates what is missing, corrects what is ours and differs, leaves
 * everything else alone. Ours is what sends to this very address, or to `formerUrl` where this installation listened before; another
 * installation of the same app has subscriptions of its own. Shopify deletes a subscription without a word after eight failed deliveries, so this is done again and again. Source: "Troubleshooting webhooks".
 */
export async function ensureSubscriptions(
  client: ShopifyClient,
  callbackUrl: string,
  formerUrl: string | null,
): Promise<readonly Finding[]> {
  const { granted, existing } = await list(client);
  const done: Done = { right: [], created: [], corrected: [], leftOut: [], trouble: [] };
  try {
    for (const wanted of wantedTopics) {
      if (wanted.scopes.length > 0 && !wanted.scopes.some((scope) => isGranted(scope, granted)))
        done.leftOut.push(wanted.name);
      else if (!(await ensure(client, wanted, existing, { callbackUrl, formerUrl }, done))) break;
    }
  } catch (error) {
    if (!(error instanceof SyncError) || done.created.length + done.corrected.length === 0) throw error;
    done.trouble.push({ level: "error", code: error.reason.code, message: error.reason.message });
  }
  return findings(done, callbackUrl);
}

async function list(client: ShopifyClient) {
  const existing: Subscription[] = [];
  for (let after: string | null = null; ;) {
    const page = await listPage(client, after);
    const list: SubscriptionsQuery["webhookSubscriptions"] = wholeList(
      "Subscriptions",
      page.webhookSubscriptions,
      after,
    );
    existing.push(...list.nodes);
    const { hasNextPage, endCursor } = list.pageInfo;
    const granted = page.currentAppInstallation.accessScopes.map(({ handle }) => handle);
    if (!hasNextPage || endCursor === null) return { granted, existing };
    after = endCursor;
  }
}

async function listPage(client: ShopifyClient, after: string | null): Promise<SubscriptionsQuery> {
  const { data, problems } = await client.ask<SubscriptionsQuery>({
    name: "Subscriptions",
    document: documents.subscriptions,
    variables: { after },
  });
  if (data === null || problems.length > 0) throw refusedWhole("Subscriptions", problems);
  return data;
}

/** False: the address itself is refused, so no other topic needs to be tried. */
async function ensure(
  client: ShopifyClient,
  wanted: WantedTopic,
  existing: readonly Subscription[],
  { callbackUrl: uri, formerUrl }: { readonly callbackUrl: string; readonly formerUrl: string | null },
  done: Done,
): Promise<boolean> {
  const ofTopic = existing.filter(({ topic }) => topic === wanted.topic);
  const ours = ofTopic.find((one) => one.uri === uri) ?? ofTopic.find((one) => one.uri === formerUrl);
  if (ours !== undefined && isRight(ours, uri)) {
    done.right.push(wanted.name);
    return true;
  }
  const trouble = ours === undefined ? await create(client, wanted, uri) : await correct(client, ours, uri);
  if (trouble === null) (ours === undefined ? done.created : done.corrected).push(wanted.name);
  else if (trouble.kind === "taken") done.right.push(wanted.name);
  else if (wanted.optional === true && trouble.kind === "other") done.leftOut.push(wanted.name);
  else {
    done.trouble.push(refusedFinding(wanted, uri, trouble));
    return trouble.kind !== "address";
  }
  return true;
}

function isRight({ uri, format, filter, includeFields }: Subscription, wanted: string): boolean {
  return uri === wanted && format === "JSON" && !filter && includeFields.length === 0;
}

interface Trouble {
  readonly kind: "taken" | "address" | "other";
  readonly message: string;
}

async function create(client: ShopifyClient, wanted: WantedTopic, uri: string): Promise<Trouble | null> {
  const { data, problems } = await client.ask<CreateSubscriptionMutation>({
    name: "CreateSubscription",
    document: documents.createSubscription,
    variables: { topic: wanted.topic, input: { uri, format: "JSON" } },
    writes: true,
  });
  if (problems.length > 0) return { kind: "other", message: problemText(problems) };
  return troubleOf(data?.webhookSubscriptionCreate);
}

async function correct(client: ShopifyClient, ours: Subscription, uri: string): Promise<Trouble | null> {
  const { data, problems } = await client.ask<UpdateSubscriptionMutation>({
    name: "UpdateSubscription",
    document: documents.updateSubscription,
    variables: { id: ours.id, input: { uri, format: "JSON", filter: null, includeFields: [] } },
    writes: true,
  });
  if (problems.length > 0) return { kind: "other", message: problemText(problems) };
  return troubleOf(data?.webhookSubscriptionUpdate);
}

/** User errors of these mutations speak of the address and the topic only, so that their text may be shown. */
function troubleOf(
  payload: CreateSubscriptionMutation["webhookSubscriptionCreate"] | undefined,
): Trouble | null {
  const message = payload?.userErrors[0]?.message;
  if (message === undefined)
    return payload ? null : { kind: "other", message: "The shop gave no answer about it." };
  if (/already been taken/i.test(message)) return { kind: "taken", message };
  return { kind: /^address/i.test(message) ? "address" : "other", message: message.slice(0, 200) };
}

function problemText(problems: readonly GraphProblem[]): string {
  const scopes = problems.flatMap((problem) => problem.scopes);
  return scopes.length > 0
    ? `the app lacks the scope ${listed(scopes.slice(0, 1))}.`
    : "the app is not approved for protected customer data.";
}

function refusedFinding(wanted: WantedTopic, uri: string, trouble: Trouble): Finding {
  const isAddress = trouble.kind === "address";
  return {
    level: "error",
    code: isAddress ? "CALLBACK_REFUSED" : "SUBSCRIPTION_REFUSED",
    message: isAddress
      ? `Shopify does not send webhooks to ${uri} (${trouble.message}). Set WAYBILL_PUBLIC_URL to an https address that reaches this hub. Until then changes are found by the sweep only.`
      : `The webhook subscription ${wanted.name} could not be made: ${trouble.message.replace(/\.?$/, ".")} Changed orders and customers are found by the sweep all the same.`,
    detail: { topic: wanted.name },
  };
}

function findings({ right, created, corrected, leftOut, trouble }: Done, uri: string): readonly Finding[] {
  const some = (
    level: Finding["level"],
    code: string,
    topics: readonly string[],
    message: string,
  ): Finding[] => (topics.length === 0 ? [] : [{ level, code, message, detail: { topics } }]);
  return [
    ...some(
      "ok",
      "SUBSCRIPTIONS_RIGHT",
      right,
      `${right.length} webhook subscriptions send to ${uri} and were found right.`,
    ),
    ...some(
      "note",
      "SUBSCRIPTIONS_CREATED",
      created,
      `Created webhook subscriptions that were missing: ${listed(created)}.`,
    ),
    ...some(
      "note",
      "SUBSCRIPTIONS_CORRECTED",
      corrected,
      `Corrected webhook subscriptions that sent elsewhere or not the whole body: ${listed(corrected)}.`,
    ),
    ...some(
      "ok",
      "SUBSCRIPTIONS_LEFT_OUT",
      leftOut,
      `Without webhook subscription, since the app lacks the scope or the shop has no such records: ${listed(leftOut)}. Changed orders and customers are found by the sweep all the same.`,
    ),
    ...trouble,
  ];
}
