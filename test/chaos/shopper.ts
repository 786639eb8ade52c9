import type { VersionKeeper } from "./keep-versions.ts";
import type { ShopStep } from "./schedule.ts";
import { ControlRefused, type Tier } from "./tier.ts";

/** The people of the shop: buyers and staff, as a schedule has them. */
export interface Shopper {
  /**
   * Does one step and keeps what the shop is afterwards. A step that has nothing to be done to, or that the shop refuses, does
   * nothing.
   */
  act(step: ShopStep, index: number): Promise<void>;
  readonly placed: number;
  readonly refused: number;
}

const shop = "/shopify/acme";

export function createShopper(tier: Tier, versions: VersionKeeper<unknown>): Shopper {
  /** Ids of orders that were placed and not deleted. */
  const orders: string[] = [];
  let placed = 0;
  let refused = 0;

  const numbered = (order: number): string | undefined => orders.at(-1 - (order % orders.length));

  const carryOut = async (step: ShopStep): Promise<void> => {
    if (step.do === "place") {
      const answer = await tier.control<{ readonly orders: readonly { readonly id: string }[] }>(
        `${shop}/orders`,
        step.body,
      );
      for (const { id } of answer.orders) orders.push(numberOf(id));
      placed += answer.orders.length;
      return;
    }
    const id = numbered(step.order);
    if (id === undefined) return;
    if (step.do === "customer") {
      const buyer = buyerOf(id);
      if (buyer !== null) await tier.control(`${shop}/customers/${buyer}/update`, step.body);
      return;
    }
    await tier.control(`${shop}/orders/${id}/${step.do}`, "body" in step ? step.body : {});
    if (step.do === "delete") orders.splice(orders.indexOf(id), 1);
  };

  const buyerOf = (order: string): string | null => {
    const history = versions.orders().find(({ id }) => numberOf(id) === order);
    const buyer = history?.versions.at(-1)?.value?.customer?.id;
    return buyer === undefined ? null : numberOf(buyer);
  };

  return {
    act: async (step, index) => {
      try {
        await carryOut(step);
      } catch (error) {
        if (!(error instanceof ControlRefused)) throw error;
        refused += 1;
      }
      await versions.take(index);
    },
    get placed() {
      return placed;
    },
    get refused() {
      return refused;
    },
  };
}

function numberOf(gid: string): string {
  return gid.split("/").at(-1) ?? gid;
}
