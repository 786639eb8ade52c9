import { z } from "zod";
import type { EmulatorControl } from "#connectors/kit/emulator/emulator.ts";
import type { Shop } from "../state/shop.ts";

const throttleSchema = z.strictObject({
  /** Points per second and size of the bucket; null goes back to the plan's. */
  size: z
    .strictObject({ restoreRate: z.number().min(0), maximumAvailable: z.int().min(1) })
    .nullable()
    .optional(),
  /** Points that are left now. */
  currentlyAvailable: z.int().min(0).optional(),
});

/** Controls of the points that the app may spend. */
export function throttleControls(shop: Shop): readonly EmulatorControl[] {
  return [
    { method: "GET", path: "/throttle", example: {}, run: () => shop.bucket.status() },
    {
      method: "POST",
      path: "/throttle",
      example: { currentlyAvailable: 10 },
      run: (_parameters, body) => {
        const { size, currentlyAvailable } = throttleSchema.parse(body);
        if (size !== undefined) shop.bucket.resize(size);
        if (currentlyAvailable !== undefined) shop.bucket.leave(currentlyAvailable);
        return shop.bucket.status();
      },
    },
  ];
}
