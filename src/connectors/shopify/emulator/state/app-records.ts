import type { Money } from "./money.ts";

export interface SubscriptionRecord {
  readonly __typename: "WebhookSubscription";
  readonly id: string;
  readonly createdAt: number;
  updatedAt: number;
  /** As the enum names it: `ORDERS_CREATE`. */
  readonly topic: string;
  uri: string;
  readonly format: "JSON";
  filter: string | null;
  includeFields: readonly string[];
  metafieldNamespaces: readonly string[];
  name: string | null;
  /** Version that the bodies are built with. */
  readonly apiVersion: string;
}

export interface TokenRecord {
  readonly token: string;
  readonly kind: "static" | "client" | "offline";
  /** Set by the first call made with it. */
  isUsed?: true;
  /** What was granted with it; null: whatever the installation is granted. */
  readonly scopes: readonly string[] | null;
  /** Null: does not expire. */
  readonly expiresAt: number | null;
}

export interface RefreshTokenRecord {
  readonly refreshToken: string;
  /** The access token that came with it. */
  readonly token: string;
  readonly expiresAt: number;
  /** The refresh token that replaced it; null while it was never used. */
  replacedBy: string | null;
}

export interface JobRecord {
  readonly __typename: "Job";
  readonly id: string;
  readonly kind: "orderCancel";
  readonly orderId: string;
  done: boolean;
  /** Why the finished job changed nothing. */
  errors: readonly { readonly field: readonly string[]; readonly message: string; readonly code: string }[];
}

/** An edit that was begun and not committed. */
export interface CalculatedOrderRecord {
  readonly __typename: "CalculatedOrder";
  readonly id: string;
  readonly orderId: string;
  /** Wanted units by line id. */
  readonly quantities: Record<string, number>;
  readonly added: {
    readonly id: string;
    readonly variantId: string;
    quantity: number;
    readonly unitPrice: Money;
  }[];
}

/** Outcome kept under an idempotency key. */
export interface IdempotencyRecord {
  /** Name of the mutation and its arguments, to tell another use of the same key. */
  readonly call: string;
  readonly at: number;
  readonly outcome: unknown;
}

/** What an app may see of one kind of protected customer data. */
export type Protection = "ok" | "plan" | "approval";

export interface ProtectedData {
  customer: Protection;
  name: Protection;
  address: Protection;
  email: Protection;
  phone: Protection;
}
