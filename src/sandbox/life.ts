import { z } from "zod";
import type { EmulatorControl } from "#connectors/kit/emulator/emulator.ts";
import { createSeededRandom } from "#connectors/kit/emulator/seeded-random.ts";
import type { SandboxShop } from "./shops.ts";
import { drawWish, type Sequel } from "./wishes.ts";

export interface LifeOptions {
  readonly seed: number;
  readonly shops: readonly SandboxShop[];
  /** Default 12. */
  readonly ordersPerMinute?: number;
}

/** Shoppers and staff of the emulated shops. */
export interface Life {
  /** `POST /_control/life` and `GET /_control/life`. */
  readonly controls: readonly EmulatorControl[];
  /** Begins to place orders through the controls of the host at `url`. */
  start(url: string): void;
  stop(): void;
}

interface Plan {
  readonly path: string;
  readonly sequel: Sequel;
  readonly dueAt: number;
}

const usualOrdersPerMinute = 12;
const lookMs = 250;
/** How long an order waits for what follows it, in milliseconds: shortest and longest. */
const sequelAfterMs: readonly [number, number] = [10_000, 60_000];
const mostPlans = 1_000;
const settings = z.strictObject({ ordersPerMinute: z.number().min(0).max(6_000) });

/** A life at an even pace in real time, whatever the emulated clock does; its choices follow from the seed. */
export function createLife(options: LifeOptions): Life {
  const random = createSeededRandom(options.seed);
  let ordersPerMinute = options.ordersPerMinute ?? usualOrdersPerMinute;
  let placed = 0;
  let nextAt = Date.now();
  let plans: Plan[] = [];
  let timer: NodeJS.Timeout | null = null;

  const chooseShop = (): SandboxShop | undefined => {
    let left = random();
    return options.shops.find((shop) => (left -= shop.share) < 0) ?? options.shops[0];
  };

  const place = async (url: string): Promise<void> => {
    const shop = chooseShop();
    if (shop === undefined) return;
    const { body, sequels } = drawWish(shop, random);
    const base = `${url}/_control/shopify/${shop.store}/orders`;
    const { orders } = await post<{ orders: readonly { id: string }[] }>(base, body);
    placed += orders.length;
    const [low, high] = sequelAfterMs;
    for (const { id } of orders)
      for (const sequel of sequels)
        if (plans.length < mostPlans)
          plans.push({
            path: `${base}/${id.slice(id.lastIndexOf("/") + 1)}`,
            sequel,
            dueAt: Date.now() + low + random() * (high - low),
          });
  };

  const look = async (url: string): Promise<void> => {
    const now = Date.now();
    const due = plans.filter((plan) => plan.dueAt <= now);
    plans = plans.filter((plan) => plan.dueAt > now);
    await Promise.all(due.map(({ path, sequel }) => post(`${path}/${sequel}`, {})));
    if (ordersPerMinute === 0) nextAt = now;
    for (let most = 50; ordersPerMinute > 0 && nextAt <= now && most > 0; most -= 1) {
      nextAt = Math.max(nextAt, now - 60_000) - (Math.log(1 - random()) * 60_000) / ordersPerMinute;
      await place(url);
    }
  };

  return {
    controls: [
      {
        method: "POST",
        path: "/life",
        example: { ordersPerMinute: 0 },
        run: (_parameters, body) => {
          ({ ordersPerMinute } = settings.parse(body));
          nextAt = Date.now();
          return { ordersPerMinute, placed };
        },
      },
      { method: "GET", path: "/life", example: {}, run: () => ({ ordersPerMinute, placed }) },
    ],
    start: (url) => {
      const again = (): void => {
        timer = setTimeout(() => {
          // What an order does not allow any more (it was cancelled, say) is nobody's concern here.
          look(url).then(again, again);
        }, lookMs);
      };
      again();
    },
    stop: () => {
      if (timer !== null) clearTimeout(timer);
      ordersPerMinute = 0;
    },
  };
}

async function post<T>(url: string, body: unknown): Promise<T> {
  const answer = await fetch(url, { method: "POST", body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return (await answer.json()) as T;
}
