import { describe, expect, it } from "vitest";
import { startTestShop } from "../../test-shop.ts";

const order = "gid://shopify/Order/1";

/** Documents with what Shopify says to them. Shapes recorded in `airhorns/shopify-draft-proxy`. */
const invalid: readonly (readonly [what: string, query: string, error: object, variables?: object])[] = [
  [
    "an unknown field",
    "query Shops {\n  shop { shoeSize }\n}",
    {
      message: "Field 'shoeSize' doesn't exist on type 'Shop'",
      locations: [{ line: 2, column: 10 }],
      path: ["query Shops", "shop", "shoeSize"],
      extensions: { code: "undefinedField", typeName: "Shop", fieldName: "shoeSize" },
    },
  ],
  [
    "an unknown argument",
    "{ shop { name } orders(first: 1, size: 2) { nodes { id } } }",
    {
      message: "Field 'orders' doesn't accept argument 'size'",
      locations: [{ line: 1, column: 34 }],
      path: ["query", "orders", "size"],
      extensions: { code: "argumentNotAccepted", name: "orders", typeName: "Field", argumentName: "size" },
    },
  ],
  [
    "missing arguments, named together",
    "mutation { orderEditSetQuantity { userErrors { message } } }",
    {
      message: "Field 'orderEditSetQuantity' is missing required arguments: id, lineItemId, quantity",
      locations: [{ line: 1, column: 12 }],
      path: ["mutation", "orderEditSetQuantity"],
      extensions: {
        code: "missingRequiredArguments",
        className: "Field",
        name: "orderEditSetQuantity",
        arguments: "id, lineItemId, quantity",
      },
    },
  ],
  [
    "a literal of a wrong type, shown at its field",
    'query Some { orders(first: "ten") { nodes { id } } }',
    {
      message: "Argument 'first' on Field 'orders' has an invalid value (\"ten\"). Expected type 'Int'.",
      locations: [{ line: 1, column: 14 }],
      path: ["query Some", "orders", "first"],
      extensions: { code: "argumentLiteralsIncompatible", typeName: "Field", argumentName: "first" },
    },
  ],
  [
    "a null where there must be a value",
    "{ order(id: null) { id } }",
    {
      message: "Argument 'id' on Field 'order' has an invalid value (null). Expected type 'ID!'.",
      extensions: { code: "argumentLiteralsIncompatible" },
    },
  ],
  [
    "a value that an enum does not have",
    "{ orders(first: 1, sortKey: COLOUR) { nodes { id } } }",
    {
      message:
        "Argument 'sortKey' on Field 'orders' has an invalid value (COLOUR). Expected type 'OrderSortKeys'.",
      path: ["query", "orders", "sortKey"],
    },
  ],
  [
    "an id that is none",
    'query One { order(id: "1001") { id } }',
    {
      message: "Invalid global id '1001'",
      locations: [{ line: 1, column: 13 }],
      path: ["query One", "order", "id"],
      extensions: { code: "argumentLiteralsIncompatible", typeName: "CoercionError" },
    },
  ],
  [
    "a field that an input does not have",
    `mutation Mark { orderMarkAsPaid(input: {id: "${order}", colour: "red"}) { userErrors { message } } }`,
    {
      message: "InputObject 'OrderMarkAsPaidInput' doesn't accept argument 'colour'",
      path: ["mutation Mark", "orderMarkAsPaid", "input", "colour"],
      extensions: {
        code: "argumentNotAccepted",
        name: "OrderMarkAsPaidInput",
        typeName: "InputObject",
        argumentName: "colour",
      },
    },
  ],
  [
    "a field that an input needs",
    "mutation { orderMarkAsPaid(input: {}) { userErrors { message } } }",
    {
      message: "Argument 'id' on InputObject 'OrderMarkAsPaidInput' is required. Expected type ID!",
      path: ["mutation", "orderMarkAsPaid", "input", "id"],
      extensions: {
        code: "missingRequiredInputObjectAttribute",
        argumentName: "id",
        argumentType: "ID!",
        inputObjectType: "OrderMarkAsPaidInput",
      },
    },
  ],
  [
    "a wrong literal inside an input",
    `mutation { orderUpdate(input: {id: "${order}", note: 5}) { userErrors { message } } }`,
    {
      message:
        "Argument 'note' on InputObject 'OrderInput' has an invalid value (5). Expected type 'String'.",
      extensions: {
        code: "argumentLiteralsIncompatible",
        typeName: "InputObject",
        argumentName: "note",
      },
    },
  ],
  [
    "two keys where exactly one belongs",
    `{ customerByIdentifier(identifier: {id: "gid://shopify/Customer/1", emailAddress: "a@b.example"}) { id } }`,
    {
      message: "OneOf Input Object 'CustomerIdentifierInput' must specify exactly one key.",
      extensions: { code: "invalidOneOfInputObject", inputObjectType: "CustomerIdentifierInput" },
    },
  ],
  [
    "a variable that nobody uses",
    "query Unused($id: ID!) { shop { name } }",
    {
      message: "Variable $id is declared by Unused but not used",
      path: ["query Unused"],
      extensions: { code: "variableNotUsed", variableName: "id" },
    },
    { id: order },
  ],
  [
    "a variable that nobody declared",
    "query Undeclared { order(id: $id) { id } }",
    {
      message: "Variable $id is used by Undeclared but not declared",
      extensions: { code: "variableNotDefined", variableName: "id" },
    },
  ],
  [
    "a variable of another type",
    "query Mismatch($id: String!) { order(id: $id) { id } }",
    {
      message: "Type mismatch on variable $id and argument id (String! / ID!)",
      extensions: { code: "variableMismatch", variableName: "id" },
    },
    { id: order },
  ],
  [
    "an unknown directive",
    "{ shop @often { name } }",
    {
      message: "Directive @often is not defined",
      extensions: { code: "undefinedDirective", directiveName: "often" },
    },
  ],
  [
    "an unknown type of a fragment",
    `{ node(id: "${order}") { ... on Parcel { id } } }`,
    {
      message: "No such type Parcel, so it can't be a fragment condition",
      extensions: { code: "undefinedType", typeName: "Parcel" },
    },
  ],
  [
    "an unknown fragment",
    "{ shop { ...Facts } }",
    {
      message: "Fragment Facts was used, but not defined",
      extensions: { code: "useAndDefineFragment", fragmentName: "Facts" },
    },
  ],
  [
    "an unused fragment",
    "{ shop { name } } fragment Facts on Shop { name }",
    {
      message: "Fragment Facts was defined, but not used",
      extensions: { code: "useAndDefineFragment", fragmentName: "Facts" },
    },
  ],
  [
    "an object without a selection",
    "{ shop }",
    {
      message:
        "Field must have selections (field 'shop' returns Shop but has no selections. Did you mean 'shop { ... }'?)",
      extensions: { code: "selectionMismatch", nodeName: "field 'shop'", typeName: "Shop" },
    },
  ],
  [
    "a scalar with a selection",
    "{ shop { name { first } } }",
    {
      message:
        "Selections can't be made on scalars (field 'name' returns String but has selections [\"first\"])",
      locations: [{ line: 1, column: 10 }],
      extensions: { code: "selectionMismatch", nodeName: "field 'name'", typeName: "String" },
    },
  ],
  [
    "a code on user errors that have none",
    `mutation { orderMarkAsPaid(input: {id: "${order}"}) { userErrors { code } } }`,
    { message: "Field 'code' doesn't exist on type 'UserError'" },
  ],
];

describe("a document that does not fit the schema", () => {
  it("is answered in Shopify's words, with no data and no cost", async () => {
    const shop = await startTestShop();
    for (const [what, query, error, variables] of invalid) {
      const answer = await shop.query(query, { ...variables });
      expect([what, answer.status, answer.errors]).toMatchObject([what, 200, [error]]);
      expect([answer.data, answer.extensions]).toEqual([null, {}]);
    }
  });

  it("may be no document at all", async () => {
    const shop = await startTestShop();
    const answer = await shop.query("query {\n  shop { name\n");
    expect(answer.errors).toMatchObject([
      {
        message: expect.stringMatching(/^syntax error, .* at \[3, 1\]$/) as unknown,
        extensions: { code: "PARSE_ERROR" },
      },
    ]);
  });

  it("knows what its version knows", async () => {
    const shop = await startTestShop();
    const id = "gid://shopify/Order/1";
    const query = `mutation { orderCancel(orderId: "${id}", reason: OTHER, restock: true) { jobResult { done } } }`;
    const old = await shop.query(query, {}, { version: "2026-07" });
    expect(old.errors[0]?.message).toBe("Field 'jobResult' doesn't exist on type 'OrderCancelPayload'");
    expect((await shop.query(query)).errors).toEqual([]);
  });
});

describe("variables", () => {
  const refund = `mutation Refund($input: RefundInput!) {
    refundCreate(input: $input) @idempotent(key: "k") { userErrors { message } }
  }`;

  it.each([
    [
      "fields that an input does not have, all of them",
      refund,
      { input: { orderId: order, userId: 0, locationId: "x" } },
      "Variable $input of type RefundInput! was provided invalid value for userId (Field is not defined on RefundInput), locationId (Field is not defined on RefundInput)",
      [
        { path: ["userId"], explanation: "Field is not defined on RefundInput" },
        { path: ["locationId"], explanation: "Field is not defined on RefundInput" },
      ],
    ],
    [
      "a nested value that is missing",
      refund,
      { input: { orderId: order, refundLineItems: [{ quantity: 1 }] } },
      "Variable $input of type RefundInput! was provided invalid value for refundLineItems.0.lineItemId (Expected value to not be null)",
      [{ path: ["refundLineItems", 0, "lineItemId"], explanation: "Expected value to not be null" }],
    ],
    [
      "nothing at all",
      "query One($id: ID!) { order(id: $id) { id } }",
      {},
      "Variable $id of type ID! was provided invalid value",
      [{ path: [], explanation: "Expected value to not be null" }],
    ],
    [
      "an id that is none",
      "query One($id: ID!) { order(id: $id) { id } }",
      { id: "1001" },
      "Variable $id of type ID! was provided invalid value",
      [{ path: [], explanation: "Invalid global id '1001'", message: "Invalid global id '1001'" }],
    ],
    [
      "another value than the enum has",
      "query Some($key: WebhookSubscriptionSortKeys) { webhookSubscriptions(first: 1, sortKey: $key) { nodes { id } } }",
      { key: "COLOUR" },
      "Variable $key of type WebhookSubscriptionSortKeys was provided invalid value",
      [{ path: [], explanation: 'Expected "COLOUR" to be one of: CREATED_AT, ID' }],
    ],
    [
      "two keys where exactly one belongs",
      "query One($by: CustomerIdentifierInput!) { customerByIdentifier(identifier: $by) { id } }",
      { by: {} },
      "Variable $by of type CustomerIdentifierInput! was provided invalid value",
      [
        {
          path: [],
          explanation: "'CustomerIdentifierInput' requires exactly one argument, but 0 were provided.",
        },
      ],
    ],
    [
      "text for a number",
      "query Some($first: Int) { orders(first: $first) { nodes { id } } }",
      { first: "ten" },
      "Variable $first of type Int was provided invalid value",
      [{ path: [], explanation: 'Could not coerce value "ten" to Int' }],
    ],
  ])("may not hold %s", async (_what, query, variables, message, problems) => {
    const shop = await startTestShop();
    const answer = await shop.query(query, variables);
    const [given] = Object.values(variables);
    expect(answer.errors).toEqual([
      {
        message,
        locations: [{ line: 1, column: expect.any(Number) as unknown }],
        extensions: { code: "INVALID_VARIABLE", value: given ?? null, problems },
      },
    ]);
  });

  it("may not hold lists of more than 250 entries", async () => {
    const shop = await startTestShop();
    const ids = Array.from({ length: 251 }, (_, index) => `gid://shopify/Order/${index + 1}`);
    const query = "query Many($ids: [ID!]!) { nodes(ids: $ids) { id } }";
    const answer = await shop.query(query, { ids });
    expect(answer.errors).toMatchObject([
      {
        message: "The input array size of 251 is greater than the maximum allowed of 250.",
        extensions: { code: "MAX_INPUT_SIZE_EXCEEDED" },
      },
    ]);
    expect((await shop.query(query, { ids: ids.slice(1) })).errors).toEqual([]);
  });

  it("may be left out where the document has a default", async () => {
    const shop = await startTestShop();
    const answer = await shop.query(
      "query Some($first: Int = 2) { products(first: $first) { nodes { id } } }",
    );
    expect(answer.errors).toEqual([]);
    expect(answer.data).toMatchObject({ products: { nodes: { length: 2 } } });
    expect(answer.extensions.cost.requestedQueryCost).toBe(3);
  });
});
