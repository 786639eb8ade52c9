import assert from "node:assert/strict";
import type { TargetGuarantee } from "../guarantee.ts";
import { withTargetWorld } from "../world/start-target-world.ts";

interface Schema {
  readonly type?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: unknown;
}

export const settingsRefuseUnknownKeys: TargetGuarantee = {
  name: "settings-refuse-unknown-keys",
  says: "A misspelt setting is refused by name and nothing is changed, instead of being ignored.",
  role: "target",
  check: (subject) =>
    withTargetWorld(subject, async ({ hub, configuration, connection }) => {
      const [only] = configuration.connections;
      assert.ok(only);
      const before = JSON.stringify(await hub.exportConfiguration());
      const refusal = await hub
        .apply({ stores: [], connections: [{ ...only, settings: { ...only.settings, misspeltKey: true } }] })
        .then(
          () => assert.fail("settings with an unknown key were taken"),
          (error: unknown) => error as { readonly code?: string; readonly detail?: unknown },
        );
      assert.equal(refusal.code, "CONFIGURATION_REFUSED");
      assert.match(JSON.stringify(refusal.detail), /misspeltKey/, "the refusal does not name the key");
      assert.equal(JSON.stringify(await hub.exportConfiguration()), before, "something was changed");
      assert.equal((await hub.connection(connection)).state, "running");

      const { name } = subject.connector;
      const described = (await hub.settingsSchema(name)) as { readonly settings?: Schema } & Schema;
      const schema = described.settings ?? described;
      assert.deepEqual(looseGroups(schema, name), [], "groups that take keys that nobody knows");
      assert.deepEqual(silentKeys(schema, name), [], "settings without a description");
    }),
};

/** Groups of settings with known keys that let others pass. */
function looseGroups(schema: Schema, path: string): readonly string[] {
  const members = Object.entries(schema.properties ?? {});
  const inner = members.flatMap(([key, member]) => looseGroups(member, `${path}.${key}`));
  return members.length > 0 && schema.additionalProperties !== false ? [path, ...inner] : inner;
}

function silentKeys(schema: Schema, path: string): readonly string[] {
  return Object.entries(schema.properties ?? {}).flatMap(([key, member]) => {
    if (member.properties !== undefined) return silentKeys(member, `${path}.${key}`);
    return member.description === undefined ? [`${path}.${key}`] : [];
  });
}
