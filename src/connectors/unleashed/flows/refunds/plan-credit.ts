import type { FieldChange } from "#domain/plan/field-change.ts";
import type { Plan } from "#domain/plan/plan.ts";
import type { WireCreditNote } from "../../schema.ts";
import type { DesiredCredit } from "./desired-credit.ts";
import { verifyCredit } from "./verify-credit.ts";

/** A credit is made once and never changed: staff complete it. One that is there and says something else is asked about. Pure. */
export function planCredit(
  desired: DesiredCredit,
  current: { readonly externalId: string; readonly snapshot: WireCreditNote } | null,
): Plan<DesiredCredit> {
  if (current === null) return { action: "create", desired, fields: creditFields(desired) };
  const { externalId, snapshot } = current;
  const differences = verifyCredit(desired, snapshot);
  if (differences.length === 0)
    return {
      action: "none",
      externalId,
      desired,
      adopt: { code: "CREDIT_ADOPTED", message: `Credit ${externalId} was there already and says the same.` },
    };
  const paths = differences.map(({ path }) => path).slice(0, 5);
  return {
    action: "attention",
    attention: {
      code: "CREDIT_DIFFERS",
      message: `Credit ${externalId} has the Reference of a refund of ${desired.label} and says something else in ${paths.join(", ")}. Waybill does not change it. Correct it in Unleashed and try again, or leave the refund out.`,
      detail: { credit: externalId, fields: differences.map(({ path }) => path) },
      choices: [
        { choice: "retry", label: "It was corrected; look again" },
        { choice: "leave-out", label: "Leave it as it is" },
      ],
    },
  };
}

/** Every field of a new credit, with where its value comes from. */
function creditFields({ body, notes, total, tax }: DesiredCredit): readonly FieldChange[] {
  const field = (path: string, to: unknown, why: string): FieldChange => ({ path, from: null, to, why });
  return [
    field("Reference", body.Reference, "the order and the refund, by which the credit is found again"),
    field("Customer", body.Customer.CustomerCode ?? body.Customer.Guid, "that of the sales order"),
    field("Warehouse", body.Warehouse.WarehouseCode, "that of the sales order"),
    field("Tax", body.Tax.TaxCode, "the tax that was given back"),
    field("CreditDate", body.CreditDate, "when the money was given back, in the shop's time zone"),
    ...body.CreditLines.map((line, index) =>
      field(
        `CreditLines[${index + 1}]`,
        `${line.CreditQuantity} × ${line.Product.ProductCode} at ${line.CreditPrice}${line.Return ? ", back into stock" : ""}`,
        notes[index] ?? "",
      ),
    ),
    field("Total", total, `what the shop gave back, with ${tax} of tax; Unleashed works it out by itself`),
  ];
}
