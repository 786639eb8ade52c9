/** Plans by the handle that the controls take, with what GraphQL says and how fast the bucket refills. */
export const plans = {
  starter: {
    publicDisplayName: "Starter",
    handle: "starter",
    restoreRate: 100,
    plus: false,
    development: false,
  },
  basic: { publicDisplayName: "Basic", handle: "basic", restoreRate: 100, plus: false, development: false },
  grow: {
    publicDisplayName: "Grow",
    handle: "professional",
    restoreRate: 100,
    plus: false,
    development: false,
  },
  advanced: {
    publicDisplayName: "Advanced",
    handle: "unlimited",
    restoreRate: 200,
    plus: false,
    development: false,
  },
  plus: {
    publicDisplayName: "Plus",
    handle: "shopify_plus",
    restoreRate: 1000,
    plus: true,
    development: false,
  },
  enterprise: {
    publicDisplayName: "Plus",
    handle: "enterprise",
    restoreRate: 2000,
    plus: true,
    development: false,
  },
  development: {
    publicDisplayName: "Development",
    handle: "partner_test",
    restoreRate: 100,
    plus: false,
    development: true,
  },
} as const satisfies Record<string, PlanFacts>;

export type PlanName = keyof typeof plans;

/** Source: "GraphQL Admin API rate limits"; the bucket holds twenty seconds of refill. */
export interface PlanFacts {
  readonly publicDisplayName: string;
  readonly handle: string;
  /** Points per second. */
  readonly restoreRate: number;
  readonly plus: boolean;
  readonly development: boolean;
}

export const bucketSeconds = 20;

/** Plans on which an app made in the store's admin gets no names, addresses, e-mail addresses, or phone numbers. */
export function withholdsCustomerData(plan: PlanName): boolean {
  return plan === "basic" || plan === "starter";
}
