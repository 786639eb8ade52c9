/** Scopes of the token and what is worth knowing of the shop. */
export const shopFacts = `query ShopFacts {
  currentAppInstallation { accessScopes { handle } }
  shop { myshopifyDomain currencyCode ianaTimezone plan { publicDisplayName shopifyPlus partnerDevelopment } }
}`;

/** Scopes of the token alone. */
export const grantedScopes = `query GrantedScopes { currentAppInstallation { accessScopes { handle } } }`;

const protectedAddress = "{ firstName lastName address1 address2 zip phone }";

/** Every kind of protected field of a few customers: what is withheld shows as an error with a path. */
export const customerSample = `query CustomerSample {
  customers(first: 3, sortKey: UPDATED_AT, reverse: true) {
    nodes {
      id firstName lastName
      defaultEmailAddress { emailAddress }
      defaultPhoneNumber { phoneNumber }
      defaultAddress ${protectedAddress}
    }
  }
}`;

/** The same of a few orders: a shop may have orders whose buyers are no customers. */
export const orderSample = `query OrderSample {
  orders(first: 3, sortKey: UPDATED_AT, reverse: true) {
    nodes { id email phone billingAddress ${protectedAddress} shippingAddress ${protectedAddress} }
  }
}`;

/** Rows of a page of `orderIdsChanged`, and most orders that one `changedSince` answers with. */
export const orderIdPageSize = 100;

/**
 * Ids and times of changed orders, oldest change first. By the measured cost rule this page and the reading of its orders by
 * id ask for a fraction of what a page of whole orders does, and the reading sees what the search index lags behind.
 */
export const orderIdsChanged = `query OrderIdsChanged($first: Int!, $after: String, $query: String!) {
  orders(first: $first, after: $after, query: $query, sortKey: UPDATED_AT) {
    nodes { id updatedAt } pageInfo { hasNextPage endCursor }
  }
}`;

/** Subscriptions that the app made by the API, and the scopes that decide which are possible. */
export const subscriptions = `query Subscriptions($after: String) {
  currentAppInstallation { accessScopes { handle } }
  webhookSubscriptions(first: 250, after: $after) {
    nodes { id topic uri format filter includeFields } pageInfo { hasNextPage endCursor }
  }
}`;

export const createSubscription = `mutation CreateSubscription($topic: WebhookSubscriptionTopic!, $input: WebhookSubscriptionInput!) {
  webhookSubscriptionCreate(topic: $topic, webhookSubscription: $input) {
    webhookSubscription { id } userErrors { field message }
  }
}`;

export const updateSubscription = `mutation UpdateSubscription($id: ID!, $input: WebhookSubscriptionInput!) {
  webhookSubscriptionUpdate(id: $id, webhookSubscription: $input) {
    webhookSubscription { id } userErrors { field message }
  }
}`;
