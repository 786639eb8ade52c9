import { answerText } from "#connectors/kit/emulator/answer-text.ts";
import assert from "node:assert/strict";
import type { SourceGuarantee } from "../guarantee.ts";
import { again, post, withHubWorld, type HubWorld } from "../source-world/hub-world.ts";
import { home, personalWords } from "../source-world/people.ts";

/** Places where something is said to people or programs; names of records are exempt, by them people are looked for. */
const places = `
  select 'journal' as place, concat_ws(' ', code, message, detail::text) as said from waybill.journal
  union all select 'outcome', outcome::text from waybill.record_state
  union all select 'question', request::text from waybill.attention
  union all select 'run', reason::text from waybill.run
  union all select 'pause', paused::text from waybill.connection
  union all select 'reason of a delivery', reason::text from waybill.inbox`;

export const nothingPersonalTold: SourceGuarantee = {
  name: "nothing-personal-told",
  says: "Nothing of who bought, and nothing that signs in or signs, stands in logs, in the journal, in reasons, questions or errors, whatever goes wrong and whatever the shop says about it.",
  role: "source",
  check: (subject) =>
    withHubWorld(subject, async (world) => {
      const secrets = collectSecrets(world);
      const { shop, tampering } = world;
      const buyer = world.newBuyer();
      const { key, buyer: customer } = await subject.shop.place(shop, { buyer });
      for (const each of [key, customer]) await world.stands(each, ["synced", "unchanged"]);
      const listener = await world.listen();
      await subject.shop.note(shop, key, "Once more");
      const [arrived] = await listener.of(key);
      assert.ok(arrived !== undefined);
      const { delivery, body } = arrived;
      // Forged, cut and unreadable deliveries that are full of a person.
      await world.deliver({ ...again(arrived), secret: "another-secret" });
      await post(world.address, { ...arrived.headers, [subject.deliveries.signature]: "AAAA" }, body);
      for (const cut of [
        body.subarray(0, -9),
        Buffer.from(delivery.body.replaceAll(/\d{4}-\d\d-\d\dT/g, buyer.email)),
      ])
        await world.deliver({ ...again(arrived), body: cut });
      await world.settled();

      // The shop says in its own words who could not be read.
      const said = JSON.stringify({
        ...buyer,
        ...home,
        ...subject.credentials,
        token: [...secrets()].at(-1),
      });
      const errors = [
        { message: `Could not load ${said}`, path: ["nodes", 0, said], extensions: { code: said } },
        { message: said, extensions: { code: "INTERNAL_SERVER_ERROR", requestId: said } },
      ];
      const answers = [
        { status: 200, body: JSON.stringify({ data: null, errors: errors.slice(0, 1) }) },
        { status: 200, body: JSON.stringify({ data: null, errors: errors.slice(1) }) },
        { status: 400, body: said },
        { status: 500, body: said, headers: { "x-request-id": said.replaceAll(/[^\w]/g, "") } },
        { status: 403, body: JSON.stringify({ errors: said, error: said }) },
        { status: 200, body: `<html>${said}</html>`, headers: { "content-type": "text/html" } },
      ];
      for (const answer of answers) {
        tampering.before = ({ operation }) => (operation === subject.operations.signIn ? undefined : answer);
        await world.deliver({ ...again(arrived) });
        await world.advance("PT6M");
        await world.hub.doctor();
        await world.hub.resume(world.connection);
      }
      tampering.before = () => ({
        status: 401,
        body: JSON.stringify({ error: said, error_description: said }),
      });
      await subject.shop.endSessions?.(shop);
      await world.deliver({ ...again(arrived) });
      await world.advance("PT6M");
      const doctor = JSON.stringify(await world.hub.doctor());
      tampering.before = null;

      const rows = await world.rows<{ place: string; said: string | null }>(places);
      const everything = [
        ...rows.map(({ place, said: text }) => ({ place, text: text ?? "" })),
        ...world.logged.map((text) => ({ place: "log", text })),
        { place: "doctor", text: doctor },
      ];
      assert.ok(everything.length > 20, "hardly anything was said, so that this shows nothing");
      const words = [...personalWords, ...secrets(), arrived.headers[subject.deliveries.signature] ?? ""];
      const leaks = everything.flatMap(({ place, text }) =>
        words
          .filter((word) => word !== "" && text.toLowerCase().includes(word.toLowerCase()))
          .map((word) => `${place}: ${word} in ${text.slice(0, 300)}`),
      );
      assert.deepEqual(leaks, []);
    }),
};

/** Everything that signs in or signs: what was configured, and every token that was given out. */
function collectSecrets(world: HubWorld): () => ReadonlySet<string> {
  const { subject, tampering } = world;
  const { secrets } = subject.connector;
  const known = new Set(secrets.flatMap((name) => subject.credentials[name] ?? []));
  tampering.after = ({ operation }, answer) => {
    if (operation !== subject.operations.signIn || answer.status !== 200) return answer;
    const told = JSON.parse(answerText(answer)) as Readonly<Record<string, unknown>>;
    for (const [name, value] of Object.entries(told))
      if (typeof value === "string" && /token/.test(name)) known.add(value);
    return answer;
  };
  return () => known;
}
