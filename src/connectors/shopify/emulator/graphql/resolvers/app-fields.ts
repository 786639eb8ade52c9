import { gid } from "../../state/ids.ts";
import type { JobRecord, SubscriptionRecord } from "../../state/app-records.ts";
import { isVisible } from "../lists.ts";
import { typeFields } from "../type-fields.ts";
import { isoTime } from "../views.ts";

/** Anything with a GID of its own in the answer only. */
export interface InstallationView {
  readonly __typename: "AppInstallation";
}

const scopeDescription = (handle: string) => handle.replaceAll("_", " ");

export const installationFields = typeFields<InstallationView>({
  id: (_view, _args, { shop }) => gid("AppInstallation", shop.settings.shopId),
  accessScopes: (_view, _args, { granted }) =>
    [...granted].map((handle) => ({ handle, description: scopeDescription(handle) })),
});

export const subscriptionFields = typeFields<SubscriptionRecord>({
  id: (subscription) => gid("WebhookSubscription", subscription.id),
  legacyResourceId: (subscription) => subscription.id,
  topic: (subscription) => subscription.topic,
  uri: (subscription) => subscription.uri,
  callbackUrl: (subscription) => subscription.uri,
  endpoint: (subscription) => endpointView(subscription.uri),
  format: (subscription) => subscription.format,
  filter: (subscription) => subscription.filter,
  includeFields: (subscription) => subscription.includeFields,
  metafieldNamespaces: (subscription) => subscription.metafieldNamespaces,
  metafields: () => [],
  name: (subscription) => subscription.name,
  apiVersion: (subscription) => ({
    handle: subscription.apiVersion,
    displayName: subscription.apiVersion,
    supported: true,
  }),
  createdAt: (subscription) => isoTime(subscription.createdAt),
  updatedAt: (subscription) => isoTime(subscription.updatedAt),
});

function endpointView(uri: string) {
  if (uri.startsWith("pubsub://")) {
    const [pubSubProject = "", pubSubTopic = ""] = uri.slice("pubsub://".length).split(":");
    return { __typename: "WebhookPubSubEndpoint", pubSubProject, pubSubTopic };
  }
  if (uri.startsWith("arn:")) return { __typename: "WebhookEventBridgeEndpoint", arn: uri };
  return { __typename: "WebhookHttpEndpoint", callbackUrl: uri };
}

export const jobFields = typeFields<JobRecord>({
  id: (job) => gid("Job", job.id),
  done: (job) => job.done,
  query: (job) => (job.done ? {} : null),
});

/** What `orderCancel` answers from 2026-10 on. */
export interface CancelResultView {
  readonly __typename: "OrderCancelJobResult";
  readonly job: JobRecord;
}

export const cancelResultFields = typeFields<CancelResultView>({
  id: ({ job }) => gid("OrderCancelJobResult", job.id),
  done: ({ job }) => job.done,
  errors: ({ job }) => job.errors,
  status: ({ job }) => {
    if (!job.done) return "STARTED";
    return job.errors.length === 0 ? "SUCCEEDED" : "FAILED";
  },
  order: ({ job }, _args, context) => {
    const order = context.shop.data.orders.get(job.orderId);
    return order && isVisible(order, context) ? order : null;
  },
});
