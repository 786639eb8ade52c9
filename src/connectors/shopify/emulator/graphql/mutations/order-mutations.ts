import { cancelOrder, refusalToCancel } from "../../orders/cancel-order.ts";
import { payOrder } from "../../orders/pay-order.ts";
import { totalsOf } from "../../orders/totals.ts";
import { runningJob, startJob } from "../../state/jobs.ts";
import type { CancelReason, CustomAttribute, OrderRecord } from "../../state/order-records.ts";
import { touchOrder } from "../../state/shop.ts";
import { tidyTags } from "../../state/tags.ts";
import type { GraphContext } from "../graph-context.ts";
import { isVisible } from "../lists.ts";
import { typeFields } from "../type-fields.ts";
import type { Arguments } from "../type-fields.ts";
import { addressFromInput } from "./address-input.ts";
import { filledText, idOf, inputOf, refuseOthers, textOf, textsOf } from "./input.ts";
import { notModelled } from "../errors.ts";
import { userError } from "./user-error.ts";
import type { UserErrorView } from "./user-error.ts";

/** An order that the app may see. */
export function findOrder(value: unknown, context: GraphContext): OrderRecord | undefined {
  const order = context.shop.data.orders.get(idOf("Order", value) ?? "");
  return order && isVisible(order, context) ? order : undefined;
}

const longestStaffNote = 255;

function cancel(args: Arguments, context: GraphContext) {
  const { shop } = context;
  const order = findOrder(args["orderId"], context);
  const refused = order
    ? refusalOfCancel(order, args, context)
    : ["orderId", "Order does not exist", "NOT_FOUND"];
  if (!order || refused) {
    const [field = "", message = "", code = "INVALID"] = refused ?? [];
    return {
      job: null,
      jobResult: null,
      orderCancelUserErrors: [{ field: [field], message, code }],
      userErrors: [userError([field], message)],
    };
  }
  const method = inputOf(args["refundMethod"]);
  if (method["storeCreditRefund"]) throw notModelled("OrderCancelRefundMethodInput", "storeCreditRefund");
  const input = {
    reason: String(args["reason"]) as CancelReason,
    restock: args["restock"] === true,
    refund: args["refund"] === true || method["originalPaymentMethodsRefund"] === true,
    staffNote: textOf(args["staffNote"]),
  };
  const job = startJob(shop, { kind: "orderCancel", orderId: order.id }, () => {
    const late = refusalToCancel(order);
    if (late) return [{ field: ["orderId"], message: late, code: "INVALID" }];
    cancelOrder(shop, order, input);
    return [];
  });
  return {
    job,
    jobResult: { __typename: "OrderCancelJobResult", job },
    orderCancelUserErrors: [],
    userErrors: [],
  };
}

/** Field, message and perhaps code of what is wrong with a cancellation. */
function refusalOfCancel(
  order: OrderRecord,
  args: Arguments,
  { shop }: GraphContext,
): readonly string[] | undefined {
  if ((textOf(args["staffNote"]) ?? "").length > longestStaffNote)
    return ["staffNote", "Staff note is too long. Maximum length is 255 characters."];
  const isNamed = args["refund"] !== undefined && args["refund"] !== null;
  if (isNamed && args["refundMethod"])
    return ["refund", "Only one of the arguments `refund` or `refund_method` is allowed."];
  if (runningJob(shop, "orderCancel", order.id)) return ["orderId", "Cancellation is already in progress"];
  const refused = refusalToCancel(order);
  return refused === undefined ? undefined : ["orderId", refused];
}

function markAsPaid(args: Arguments, context: GraphContext) {
  const order = findOrder(inputOf(args["input"])["id"], context);
  if (!order) return { order: null, userErrors: [userError(["id"], "Order does not exist")] };
  const isOpen = order.cancelledAt === null && totalsOf(order).outstanding.shop > 0n;
  const paid = isOpen ? payOrder(context.shop, order) : undefined;
  const userErrors = paid ? [] : [userError(["id"], "Order cannot be marked as paid.")];
  return { order, userErrors };
}

/** Closes or opens an order; one that is so already stays as it is. */
function setClosed(isClosed: boolean, args: Arguments, context: GraphContext) {
  const { shop, now } = context;
  const order = findOrder(inputOf(args["input"])["id"], context);
  if (!order) return { order: null, userErrors: [userError(["id"], "Order does not exist")] };
  if ((order.closedAt !== null) !== isClosed) {
    order.closedAt = isClosed ? now : null;
    touchOrder(shop, order);
    shop.publish([{ topic: "orders/updated", order }]);
  }
  return { order, userErrors: [] };
}

const longestTag = 40;
const updatable = ["id", "customAttributes", "email", "note", "phone", "poNumber", "shippingAddress", "tags"];

function update(args: Arguments, context: GraphContext) {
  const { shop } = context;
  const input = inputOf(args["input"]);
  refuseOthers("OrderInput", input, updatable);
  const order = findOrder(input["id"], context);
  if (!order) return { order: null, userErrors: [userError(["id"], "Order does not exist")] };
  const userErrors: UserErrorView[] = [];
  if (textsOf(input["tags"]).some((tag) => tag.trim().length > longestTag))
    userErrors.push(userError(["tags"], "Tags must be 40 characters or less"));
  const email = input["email"];
  if (typeof email === "string" && email !== "" && !email.includes("@"))
    userErrors.push(userError(["email"], "Email is invalid"));
  if (userErrors.length > 0) return { order, userErrors };
  if ("note" in input) order.note = textOf(input["note"]);
  if ("email" in input) order.email = filledText(email);
  if ("phone" in input) order.phone = filledText(input["phone"]);
  if ("poNumber" in input) order.poNumber = textOf(input["poNumber"]);
  if (Array.isArray(input["tags"])) order.tags = tidyTags(textsOf(input["tags"]));
  if (Array.isArray(input["customAttributes"]))
    order.customAttributes = (input["customAttributes"] as readonly CustomAttribute[]).map(
      ({ key, value }) => ({ key, value }),
    );
  if (input["shippingAddress"])
    order.shippingAddress = addressFromInput(shop, inputOf(input["shippingAddress"]));
  touchOrder(shop, order);
  shop.publish([{ topic: "orders/updated", order }]);
  return { order, userErrors };
}

export const orderMutations = typeFields<unknown>({
  orderCancel: {
    args: ["orderId", "reason", "restock", "refund", "refundMethod", "notifyCustomer", "staffNote"],
    resolve: (_root, args, context) => cancel(args, context),
  },
  orderMarkAsPaid: { args: ["input"], resolve: (_root, args, context) => markAsPaid(args, context) },
  orderClose: { args: ["input"], resolve: (_root, args, context) => setClosed(true, args, context) },
  orderOpen: { args: ["input"], resolve: (_root, args, context) => setClosed(false, args, context) },
  orderUpdate: { args: ["input"], resolve: (_root, args, context) => update(args, context) },
});
