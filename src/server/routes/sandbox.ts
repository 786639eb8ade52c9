import { z } from "zod";
import type { Hub } from "#engine/use-cases/hub.ts";
import { defineRoute, type ApiRoute } from "../api/define-route.ts";

const longestMs = 10 * 366 * 24 * 3_600_000;

/** Moves the hub's clock together with the sandbox's. There only when the hub runs beside a sandbox. */
export function sandboxRoutes(hub: Hub): readonly ApiRoute[] {
  if (hub.advanceClock === undefined) return [];
  return [
    defineRoute({
      method: "POST",
      path: "/sandbox/clock",
      role: "operator",
      tag: "sandbox",
      summary: "Move the clock forward and do what became due",
      body: z.strictObject({ ms: z.int().min(0).max(longestMs).meta({ description: "Milliseconds." }) }),
      answer: z.object({ ms: z.int() }),
      handle: async ({ body: { ms } }) => {
        await hub.advanceClock?.(ms);
        return { ms };
      },
    }),
  ];
}
