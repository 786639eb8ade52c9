import assert from "node:assert/strict";
import { findTold } from "#test/support/trouble-world.ts";
import { change } from "#test/support/story.ts";
import type { TargetGuarantee } from "../guarantee.ts";
import { personalWords } from "../world/create-shopper.ts";
import { reach } from "../world/expect-state.ts";
import { withTargetWorld } from "../world/start-target-world.ts";
import type { Buyer } from "../world/target-world.ts";

export const nothingPersonalTold: TargetGuarantee = {
  name: "nothing-personal-told",
  says: "No name, address, e-mail or telephone number of a buyer, and nothing that signs in, stands in a log, a message or a question, whatever goes wrong.",
  role: "target",
  check: (subject) =>
    withTargetWorld(subject, async (world) => {
      const { refusals, connector } = subject;
      // A system that repeats what it knows and what it was sent in its refusals, as many do.
      const echo = ({ firstName, lastName, email, phone }: Buyer, sent: string): string =>
        JSON.stringify({ message: `${firstName} ${lastName} <${email}>, ${phone} is not accepted: ${sent}` });
      for (const flow of world.flows)
        for (const [operation, code] of [
          [flow.operations.create, refusals.content.code],
          [flow.operations.create, 500],
          [flow.operations.read, refusals.content.code],
          [flow.operations.read, 500],
          ...(flow.operations.search === undefined ? [] : [[flow.operations.search, 500] as const]),
        ] as const) {
          const buyer = world.newBuyer();
          world.tampering.before = (request) =>
            request.operation === operation
              ? { status: code, body: echo(buyer, request.body.toString("utf8")) }
              : undefined;
          const purchase = await world.buy({ buyer });
          await world.settled();
          await world.hub.plan(world.connection, [`orders:${purchase.orderId}`]).catch(() => undefined);
          world.tampering.before = null;
          await world.hub.retry({});
          await world.settled();
        }

      // Questions to people: what differs, what was changed, what is not clear.
      for (const flow of world.flows) {
        const purchase = await world.buy();
        await world.arrived(purchase, { moves: 20 });
        await world.settled();
        await change(world, purchase.order, "cancel");
        await world.settled();
        const { matching } = flow;
        if (matching === undefined || flow.kind !== "customers") continue;
        const buyer = world.newBuyer();
        const model = await world.theDocument(purchase, flow);
        await matching.addAmbiguous(world.target, { orderName: "#0", email: buyer.email }, model);
        await reach(world, await world.buy({ buyer }), flow, "attention");
      }
      world.target.faults({ status: { ...refusals.signIn, rate: 1 } });
      await world.buy();
      await world.settled().catch(() => undefined);
      await world.hub.doctor(world.connection).catch(() => undefined);

      const credentials = subject.credentials(world.target.url);
      const secrets = connector.secrets.map((name) => credentials[name] ?? "").filter((text) => text !== "");
      assert.deepEqual(await findTold(world, [...personalWords, ...secrets]), []);
    }),
};
