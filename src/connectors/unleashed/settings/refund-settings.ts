import { z } from "zod";

const code = z.string().trim().min(1).max(100).nullable().default(null);

/** What becomes of money and goods that the shop gives back after the order has arrived. Group `refunds`. */
export const refundSettings = z
  .strictObject({
    mode: z
      .enum(["ask", "credit"])
      .default("ask")
      .describe(
        "`ask`: the order's sales order stays as it is and a person is asked; `credit`: each refund becomes one free credit, parked, with the order and the refund named in its Reference.",
      ),
    shippingProduct: code.describe(
      "Product code for shipping that is given back, since a credit has no charge lines; null: `orders.charges.shipping.product`, else `moneyProduct`.",
    ),
    moneyProduct: code.describe(
      "Product code for money that no product stands for: duties, goods that were booked as a charge, and what was given besides goods; null: such a refund waits for a person.",
    ),
    returnUnsent: z
      .boolean()
      .default(false)
      .describe(
        "Goods that were refunded before they were sent: whether the credit puts them back into stock. False fits sales orders that are completed when they are sent, since stock is taken then.",
      ),
    reason: z
      .string()
      .trim()
      .min(1)
      .nullable()
      .default(null)
      .describe("Reason on the lines of credits; null: none."),
    sendGuid: z
      .boolean()
      .default(true)
      .describe(
        "Whether a credit is sent with a GUID that follows from the refund, so that a second try could never make another one. That the API takes it there is not documented; credits are found again by their Reference in any case.",
      ),
  })
  .prefault({});

export type RefundSettings = z.infer<typeof refundSettings>;
