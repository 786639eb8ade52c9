import { z } from "zod";
import { ControlError } from "#connectors/kit/emulator/control-error.ts";
import type { EmulatorControl } from "#connectors/kit/emulator/emulator.ts";
import { addCustomer, customerByEmail } from "../seed/add-customer.ts";
import { customerSchema } from "../seed/catalogue.ts";
import { gid } from "../state/ids.ts";
import type { CustomerRecord } from "../state/party-records.ts";
import type { Shop } from "../state/shop.ts";
import { changeCustomer, deleteCustomer, eraseCustomer, mergeCustomers } from "./change-customer.ts";
import { customerAt } from "./find-records.ts";
import { entries, makeControl } from "./make-control.ts";

const mergeSchema = z.strictObject({
  /** Numeric id of the customer that stays. */
  into: z.string(),
});
const redactSchema = z.strictObject({
  /** The shop forgets the person too, as it does in reality. Default true. */
  erase: z.boolean().optional(),
});

/** Customers come, change, merge, go, and ask for their data. */
export function customerControls(shop: Shop): EmulatorControl[] {
  const act = (
    name: string,
    example: unknown,
    run: (customer: CustomerRecord, body: unknown) => CustomerRecord,
  ) =>
    makeControl("POST", `/customers/{id}/${name}`, example, ({ id }, body) => ({
      customers: [customerAnswer(run(customerAt(shop, id), body))],
    }));
  return [
    makeControl(
      "POST",
      "/customers",
      { firstName: "Ida", lastName: "Larkspur", email: "ida.larkspur@mail.example" },
      (_parameters, body) => ({
        customers: entries(body).map((entry) => customerAnswer(createCustomer(shop, entry))),
      }),
    ),
    act("update", { note: "Moved house" }, (customer, body) => changeCustomer(shop, customer, body)),
    act("merge", { into: "7900000032771" }, (customer, body) =>
      mergeCustomers(shop, customer, customerAt(shop, mergeSchema.parse(body).into)),
    ),
    act("delete", {}, (customer) => deleteCustomer(shop, customer)),
    act("data-request", {}, (customer) => {
      shop.publish([
        {
          topic: "customers/data_request",
          customer: contactFacts(customer),
          orderIds: [...customer.orderIds],
        },
      ]);
      return customer;
    }),
    act("redact", {}, (customer, body) => {
      const { erase } = redactSchema.parse(body);
      const facts = contactFacts(customer);
      if (erase !== false) eraseCustomer(shop, customer);
      shop.publish([{ topic: "customers/redact", customer: facts, orderIds: [...customer.orderIds] }]);
      return customer;
    }),
  ];
}

function createCustomer(shop: Shop, entry: unknown): CustomerRecord {
  const spec = customerSchema.parse(entry);
  if (spec.email && customerByEmail(shop, spec.email))
    throw new ControlError(400, "Email has already been taken");
  const customer = addCustomer(shop, spec);
  shop.publish([{ topic: "customers/create", customer }]);
  return customer;
}

function contactFacts({ id, email, phone }: CustomerRecord) {
  return { id, email, phone };
}

export function customerAnswer(customer: CustomerRecord) {
  return { id: gid("Customer", customer.id), email: customer.email };
}
