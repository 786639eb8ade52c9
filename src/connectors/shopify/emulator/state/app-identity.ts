import { gid } from "./ids.ts";
import type { Shop } from "./shop.ts";

/** The installed app as other objects name it. Its number follows from the shop's, so that it stays the same. */
export function appOfInstallation({ settings }: Shop) {
  return {
    __typename: "App" as const,
    id: gid("App", `1${settings.shopId.slice(-9).padStart(9, "0")}`),
    title: "Waybill",
  };
}
