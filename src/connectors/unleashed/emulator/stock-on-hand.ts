import type { Account } from "./account.ts";
import type { Row } from "./collection.ts";
import type { ListRequest } from "./list-query.ts";
import { anyRow, filterRows, flag, modifiedSince, oneOf } from "./list-query.ts";
import type { Warehouse, WireObject } from "./records.ts";
import type { StockLevel } from "./stock-ledger.ts";
import { seededGuid, toWireDate } from "./wire-format.ts";

/**
 * `GET /StockOnHand`: totals over all warehouses with empty warehouse fields, or one warehouse's numbers when it is
 * named. Products that never had a transaction are absent.
 */
export function listStock(account: Account, request: ListRequest): Row<WireObject>[] {
  const { parameters } = request;
  const byCode = parameters.get("warehouseCode")?.toLowerCase();
  const byName = parameters.get("warehouseName")?.toLowerCase();
  const isWanted = (warehouse: Warehouse | undefined) =>
    (!byCode || warehouse?.WarehouseCode.toLowerCase() === byCode) &&
    (!byName || warehouse?.WarehouseName.toLowerCase() === byName);
  const levels = account.stock
    .transacted()
    .filter((level) => isWanted(account.warehouses.get(level.warehouseGuid)));
  const rows =
    byCode || byName ? levels.map((level) => rowOf(account, [level], level)) : totals(account, levels);
  return filterRows<WireObject>(rows, request, {
    warehouseCode: anyRow,
    warehouseName: anyRow,
    productId: oneOf((stock) => stock["ProductGuid"]),
    modifiedSince: modifiedSince(account.settings.modifiedSinceInclusive),
    isAssembled: flag(
      (stock) => account.products.get(String(stock["ProductGuid"]))?.["IsAssembledProduct"] === true,
    ),
  });
}

/** One product's totals; undefined when it was never transacted. */
export function stockOfProduct(account: Account, productGuid: string): WireObject | undefined {
  return totals(account, account.stock.transacted(productGuid.toLowerCase()))[0]?.value;
}

/** One product's numbers in each warehouse where it was transacted. */
export function stockByWarehouse(account: Account, productGuid: string): Row<WireObject>[] {
  return account.stock.transacted(productGuid.toLowerCase()).map((level) => rowOf(account, [level], level));
}

function totals(account: Account, levels: readonly StockLevel[]): Row<WireObject>[] {
  const byProduct = Map.groupBy(levels, (level) => level.productGuid);
  return Array.from(byProduct.values(), (ofProduct) => rowOf(account, ofProduct, undefined));
}

function rowOf(
  account: Account,
  levels: readonly StockLevel[],
  single: StockLevel | undefined,
): Row<WireObject> {
  const productGuid = levels[0]?.productGuid ?? "";
  const product = account.products.get(productGuid);
  const warehouse = single && account.warehouses.get(single.warehouseGuid);
  const total = (pick: (level: StockLevel) => number) =>
    Math.round(levels.reduce((sum, level) => sum + pick(level), 0) * 10_000) / 10_000;
  const onHand = total((level) => level.onHand);
  const allocated = total((level) => level.allocated);
  const modifiedMs = Math.max(...levels.map((level) => level.modifiedMs));
  const lastSaleMs = Math.max(...levels.map((level) => level.lastSaleMs ?? -Infinity));
  const value: WireObject = {
    Guid: seededGuid("stock", `${productGuid} ${single?.warehouseGuid ?? ""}`),
    ProductGuid: productGuid,
    ProductCode: product?.ProductCode ?? null,
    ProductDescription: product?.ProductDescription ?? null,
    ProductGroupName: (product?.["ProductGroup"] as { GroupName?: string } | null)?.GroupName ?? null,
    ProductSourceId: product?.["SourceId"] ?? null,
    QtyOnHand: onHand,
    AllocatedQty: allocated,
    AvailableQty: Math.round((onHand - allocated) * 10_000) / 10_000,
    OnPurchase: 0,
    AvgCost: product?.["AverageLandPrice"] ?? null,
    TotalCost: null,
    DaysSinceLastSale:
      lastSaleMs === -Infinity ? null : Math.floor((account.now() - lastSaleMs) / 86_400_000),
    Warehouse: warehouse?.WarehouseName ?? null,
    WarehouseCode: warehouse?.WarehouseCode ?? null,
    WarehouseId: warehouse?.Guid ?? null,
    LastModifiedOn: toWireDate(modifiedMs),
  };
  return { value, createdMs: modifiedMs, modifiedMs };
}
