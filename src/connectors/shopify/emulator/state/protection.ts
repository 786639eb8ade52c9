import type { ProtectedData, Protection } from "./app-records.ts";
import { withholdsCustomerData } from "./plans.ts";
import type { Shop } from "./shop.ts";

/**
 * What the app may see of protected customer data: what was set for the shop, and nothing at all on plans that withhold
 * it. Source: "Work with protected customer data"; Help Centre, "Custom apps".
 */
export function effectiveProtection({ data, switches }: Shop): ProtectedData {
  const set = data.protectedData;
  if (!switches.planWithholdsData || !withholdsCustomerData(data.plan)) return set;
  const orPlan = (part: Protection): Protection => (part === "ok" ? "plan" : part);
  return {
    customer: orPlan(set.customer),
    name: orPlan(set.name),
    address: orPlan(set.address),
    email: orPlan(set.email),
    phone: orPlan(set.phone),
  };
}
