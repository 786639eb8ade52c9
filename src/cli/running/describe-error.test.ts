import { describe, expect, it } from "vitest";
import { SyncError } from "#domain/sync-error.ts";
import { describeError } from "./describe-error.ts";

const withFields = (message: string, fields: object): Error => Object.assign(new Error(message), fields);

describe("an error is told with a code, what happened and what to do", () => {
  it.each<[string, unknown, object]>([
    [
      "Waybill's own, with the code before the message",
      new Error("POSTGRES_MAJOR_VERSION: the data belongs to PostgreSQL 17.\nNothing was touched."),
      {
        code: "POSTGRES_MAJOR_VERSION",
        message: "the data belongs to PostgreSQL 17.\nNothing was touched.",
        exit: 1,
      },
    ],
    [
      "Waybill's own, with a code of its own",
      withFields("The backup file is damaged.", { code: "BACKUP_DAMAGED", detail: { table: "x" } }),
      { code: "BACKUP_DAMAGED", message: "The backup file is damaged.", exit: 1, detail: { table: "x" } },
    ],
    [
      "of the other side",
      new SyncError("unavailable", { code: "SHOP_AWAY", message: "The shop does not answer." }),
      { code: "SHOP_AWAY", message: "The shop does not answer.", exit: 1 },
    ],
    [
      "a database that is not there",
      new AggregateError([withFields("connect", { code: "ECONNREFUSED", syscall: "connect" })]),
      { code: "DATABASE_UNREACHABLE", exit: 1 },
    ],
    [
      "a wrong password",
      withFields('password authentication failed for user "x"', { code: "28P01", severity: "FATAL" }),
      { code: "DATABASE_REFUSED" },
    ],
    [
      "a port that is taken",
      withFields("listen", { code: "EADDRINUSE", syscall: "listen", port: 7420 }),
      { code: "PORT_TAKEN", message: expect.stringContaining("7420") },
    ],
    [
      "a file that may not be read",
      withFields("open", { code: "EACCES", syscall: "open", path: "/x/y.yaml" }),
      { code: "FILE_TROUBLE", message: "/x/y.yaml may not be read or written by this user." },
    ],
    ["anything else", new TypeError("x is not a function"), { code: "INTERNAL_DEFECT", exit: 1 }],
    ["what is no error at all", "boom", { code: "INTERNAL_DEFECT", exit: 1 }],
  ])("%s", (_, error, expected) => {
    expect(describeError(error)).toMatchObject(expected);
  });

  it("never with what PostgreSQL quotes of a row", () => {
    const error = withFields('invalid input syntax for type json: "jane@example.com"', {
      code: "22P02",
      severity: "ERROR",
      detail: "Key (email)=(jane@example.com) already exists.",
    });
    expect(JSON.stringify(describeError(error))).not.toContain("jane");
  });
});
