/** Stock of one product in one warehouse. */
export interface StockLevel {
  readonly productGuid: string;
  readonly warehouseGuid: string;
  onHand: number;
  allocated: number;
  modifiedMs: number;
  lastSaleMs: number | null;
  /** False until something moved: a product that only has allocations was never transacted. */
  isTransacted: boolean;
}

/** What is on hand and allocated, by product and warehouse. Quantities are kept to four decimals. */
export class StockLedger {
  readonly #levels = new Map<string, Map<string, StockLevel>>();

  level(productGuid: string, warehouseGuid: string): StockLevel {
    let byWarehouse = this.#levels.get(productGuid);
    if (!byWarehouse) this.#levels.set(productGuid, (byWarehouse = new Map<string, StockLevel>()));
    let level = byWarehouse.get(warehouseGuid);
    if (!level) {
      level = {
        productGuid,
        warehouseGuid,
        onHand: 0,
        allocated: 0,
        modifiedMs: 0,
        lastSaleMs: null,
        isTransacted: false,
      };
      byWarehouse.set(warehouseGuid, level);
    }
    return level;
  }

  allocate(productGuid: string, warehouseGuid: string, quantity: number, nowMs: number): void {
    const level = this.level(productGuid, warehouseGuid);
    level.allocated = tidy(level.allocated + quantity);
    level.modifiedMs = nowMs;
  }

  move(productGuid: string, warehouseGuid: string, quantity: number, nowMs: number): void {
    const level = this.level(productGuid, warehouseGuid);
    level.onHand = tidy(level.onHand + quantity);
    level.modifiedMs = nowMs;
    level.isTransacted = true;
  }

  /** Levels of transacted products only; of one product when named. */
  transacted(productGuid?: string): StockLevel[] {
    const levels: StockLevel[] = [];
    const products =
      productGuid === undefined ? this.#levels.values() : [this.#levels.get(productGuid) ?? new Map()];
    for (const byWarehouse of products as Iterable<Map<string, StockLevel>>)
      for (const level of byWarehouse.values()) if (level.isTransacted) levels.push(level);
    return levels;
  }
}

function tidy(quantity: number): number {
  return Math.round(quantity * 10_000) / 10_000;
}
