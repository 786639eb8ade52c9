import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { backupDatabase } from "#store/backup/backup-database.ts";
import { restoreDatabase } from "#store/backup/restore-database.ts";
import { createTestDatabase } from "#test/support/database.ts";
import { toyCustomer } from "#test/support/toy-connectors.ts";
import { startToyHub, toyKey } from "#test/support/toy-hub.ts";

it("a hub on a restored database goes on where the other one was, although no wake-up was copied", async () => {
  const folder = await mkdtemp(join(tmpdir(), "waybill-restored-"));
  const file = join(folder, "backup.tar.gz");
  const first = await startToyHub();
  try {
    await first.deliver("customers/create", toyCustomer("1", "Ann"));
    await first.standing("1", "synced");
    await first.deliver("customers/create", toyCustomer("2", "Ask"));
    await first.standing("2", "attention");
    await first.deliver("customers/create", toyCustomer("4", "After 3"));
    await first.standing("4", "waiting");
    // Stored and never worked on; being worked on when the backup was made; marked and never looked at.
    await first.hub.pause("toy-cards");
    await first.deliver("customers/create", toyCustomer("3", "Cy"));
    await first.deliver("customers/create", toyCustomer("5", "Di"));
    await first.database.pool.query(
      `insert into waybill.record_state (connection, kind, record_id, dirty, holder)
       values ('toy-cards', 'customers', '5', false, 'a process of back then')`,
    );
    await backupDatabase({
      connectionString: first.database.url,
      file,
      version: "0.1.0",
      createdAt: "2026-03-01T00:00:00.000Z",
      secretKey: null,
    });

    const database = await createTestDatabase();
    await restoreDatabase({
      connectionString: database.url,
      file,
      secretKeys: [toyKey],
      useKeyInFile: false,
      dropSecretsFor: null,
      force: false,
    });
    const second = await startToyHub(database);
    try {
      expect((await second.hub.connection("toy-cards")).state).toBe("paused");
      await second.hub.resume("toy-cards");
      await second.restart();
      for (const id of ["3", "4", "5"]) await second.standing(id, "synced", "unchanged");
      expect(second.file.writes.toSorted()).toEqual(["create card-3", "create card-4", "create card-5"]);
      const [question] = await second.hub.attention("toy-cards");
      expect(question?.recordId).toBe("2");
      const [story] = await second.hub.show("customers:1");
      expect(story?.journal.map((line) => line.code)).toContain("WRITTEN_AND_READ_BACK");
      // What comes anew is numbered on from where the other hub was.
      await second.deliver("customers/create", toyCustomer("6", "Ed"));
      await second.standing("6", "synced");
    } finally {
      await second.stop();
    }
  } finally {
    await first.stop();
    await rm(folder, { recursive: true, force: true });
  }
});
