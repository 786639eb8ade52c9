import type { Money } from "./money.ts";

export interface SubscriptionRecord {
  readonly __typename: "WebhookSubscription";
  readonly id: string;
  readonly createdAt: number;
  updatedAt: number;
  /** As the enum names it: `ORDERS_CREATE`. */
  readonly topic: string;
  uri: string;
  format: "JSON" | "XML";
  filter: string | null;
  includeFields: readonly string[];
  metafieldNamespaces: readonly string[];
  name: string | null;
  /** Version that the bodies are built with. */
  readonly apiVersion: string;
}

export interface TokenRecord {
  readonly token: string;
  readonly kind: "static" | "client" | "offline" | "online";
  readonly scopes: readonly string[];
  /** Null: does not expire. */
  readonly expiresAt: number | null;
}

export interface RefreshTokenRecord {
  readonly refreshToken: string;
  readonly token: string;
  readonly expiresAt: number;
}

export interface JobRecord {
  readonly __typename: "Job";
  readonly id: string;
  done: boolean;
  /** Result of `orderCancel`, from 2026-10. */
  readonly cancel: {
    readonly orderId: string;
    readonly errors: readonly { readonly message: string }[];
  } | null;
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
  readonly mutation: string;
  readonly input: string;
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
