import { editOrder } from "../../orders/edit-order.ts";
import { currentQuantity } from "../../orders/line-sums.ts";
import type { CalculatedOrderRecord } from "../../state/app-records.ts";
import { inBothCurrencies } from "../../state/exchange.ts";
import { gid } from "../../state/ids.ts";
import { nextUuid } from "../../state/shop.ts";
import type { GraphContext } from "../graph-context.ts";
import { calculatedLines, editOf, orderOfEdit } from "../resolvers/calculated-fields.ts";
import { typeFields } from "../type-fields.ts";
import type { Arguments } from "../type-fields.ts";
import { idOf, textOf } from "./input.ts";
import { findOrder } from "./order-mutations.ts";
import { userError } from "./user-error.ts";
import type { UserErrorView } from "./user-error.ts";

/** A begun edit, by the id of its calculated order or of its session; they share a number. */
function findEdit(value: unknown, { shop }: GraphContext): CalculatedOrderRecord | undefined {
  const id = idOf("CalculatedOrder", value) ?? idOf("OrderEditSession", value) ?? "";
  const edit = shop.calculatedOrders.get(id);
  return edit && shop.data.orders.has(edit.orderId) ? edit : undefined;
}

function sessionOf({ id }: CalculatedOrderRecord) {
  return { __typename: "OrderEditSession", id: gid("OrderEditSession", id) };
}

const gone = userError(["id"], "The calculated order does not exist.");

function begin(args: Arguments, context: GraphContext) {
  const order = findOrder(args["id"], context);
  const refused = (message: string) => ({
    calculatedOrder: null,
    orderEditSession: null,
    userErrors: [userError(["id"], message)],
  });
  if (!order) return refused("The order does not exist.");
  if (order.cancelledAt !== null) return refused("The order cannot be edited because it is canceled.");
  const calculated: CalculatedOrderRecord = {
    __typename: "CalculatedOrder",
    id: context.shop.ids.next("CalculatedOrder"),
    orderId: order.id,
    quantities: {},
    added: [],
  };
  context.shop.calculatedOrders.set(calculated.id, calculated);
  return { calculatedOrder: calculated, orderEditSession: sessionOf(calculated), userErrors: [] };
}

function refusedStep(userErrors: readonly UserErrorView[]) {
  return { calculatedOrder: null, calculatedLineItem: null, orderEditSession: null, userErrors };
}

function answerStep(edit: CalculatedOrderRecord, lineId: string, context: GraphContext) {
  const wanted = gid("CalculatedLineItem", lineId);
  return {
    calculatedOrder: edit,
    calculatedLineItem: calculatedLines(edit, context).find(({ id }) => id === wanted) ?? null,
    orderEditSession: sessionOf(edit),
    userErrors: [],
  };
}

function setQuantity(args: Arguments, context: GraphContext) {
  const edit = findEdit(args["id"], context);
  if (!edit) return refusedStep([gone]);
  const quantity = Number(args["quantity"]);
  if (quantity < 0) return refusedStep([userError(["quantity"], "must be greater than or equal to 0")]);
  const id = idOf("CalculatedLineItem", args["lineItemId"]) ?? "";
  const added = edit.added.find((line) => line.id === id);
  const line = orderOfEdit(edit, context.shop).lines.find((candidate) => candidate.id === id);
  if (added) added.quantity = quantity;
  else if (!line) return refusedStep([userError(["lineItemId"], "The line item does not exist.")]);
  else if (quantity < line.fulfilled)
    return refusedStep([userError(["quantity"], "cannot be less than what was fulfilled")]);
  else edit.quantities[id] = quantity;
  return answerStep(edit, id, context);
}

function addVariant(args: Arguments, context: GraphContext) {
  const { shop } = context;
  const edit = findEdit(args["id"], context);
  if (!edit) return refusedStep([gone]);
  const quantity = Number(args["quantity"]);
  if (quantity <= 0) {
    const errors = [userError(["quantity"], "must be greater than 0")];
    if (quantity < 0) errors.push(userError(["quantity"], "must be greater than or equal to 0"));
    return refusedStep(errors);
  }
  const variant = shop.data.variants.get(idOf("ProductVariant", args["variantId"]) ?? "");
  const product = variant && shop.data.products.get(variant.productId);
  if (!variant || !product)
    return refusedStep([userError(["variantId"], "The product variant does not exist.")]);
  const order = orderOfEdit(edit, shop);
  const isThere = order.lines.some((line) => line.variantId === variant.id && currentQuantity(line) > 0);
  if (isThere && args["allowDuplicates"] !== true)
    return refusedStep([
      userError(["id"], `${product.title} was not added because it's already on the order.`),
    ]);
  const line = {
    id: nextUuid(shop),
    variantId: variant.id,
    quantity,
    unitPrice: inBothCurrencies(shop, variant.price, order.presentmentCurrency),
  };
  edit.added.push(line);
  return answerStep(edit, line.id, context);
}

function commit(args: Arguments, context: GraphContext) {
  const { shop } = context;
  const edit = findEdit(args["id"], context);
  if (!edit) return { order: null, successMessages: [], userErrors: [gone] };
  const order = orderOfEdit(edit, shop);
  const done = editOrder(
    shop,
    order,
    editOf(edit, shop, {
      staffNote: textOf(args["staffNote"]) ?? "",
      notifyCustomer: args["notifyCustomer"] === true,
    }),
  );
  if (!done)
    return {
      order: null,
      successMessages: [],
      userErrors: [userError(["id"], "There must be at least one change to be made.")],
    };
  shop.calculatedOrders.delete(edit.id);
  return { order, successMessages: ["Order updated"], userErrors: [] };
}

export const editMutations = typeFields<unknown>({
  orderEditBegin: { args: ["id"], resolve: (_root, args, context) => begin(args, context) },
  orderEditSetQuantity: {
    args: ["id", "lineItemId", "quantity", "restock"],
    resolve: (_root, args, context) => setQuantity(args, context),
  },
  orderEditAddVariant: {
    args: ["id", "variantId", "quantity", "locationId", "allowDuplicates"],
    resolve: (_root, args, context) => addVariant(args, context),
  },
  orderEditCommit: {
    args: ["id", "notifyCustomer", "staffNote"],
    resolve: (_root, args, context) => commit(args, context),
  },
});
