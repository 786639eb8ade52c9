import { paginateInOrder } from "../paginate.ts";
import { pageArguments } from "../type-fields.ts";
import type { Arguments } from "../type-fields.ts";

/** No record of the emulated shop has metafields, and none can be written. */
export const noMetafields = {
  metafield: { args: ["namespace", "key"], resolve: () => null },
  metafields: {
    args: [...pageArguments, "namespace", "keys"],
    resolve: (_owner: unknown, args: Arguments) => paginateInOrder([], args, () => ""),
  },
} as const;
