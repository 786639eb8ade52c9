import { DatabaseError } from "pg";
import { pino } from "pino";
import { expect, it } from "vitest";
import { logOptions } from "#app/log.ts";

function logged(err: Error): { readonly err: Readonly<Record<string, unknown>> } {
  const lines: string[] = [];
  const log = pino(logOptions({}, "waybill"), { write: (line: string) => void lines.push(line) });
  log.warn({ err }, "trouble");
  return JSON.parse(lines[0] ?? "") as { err: Record<string, unknown> };
}

it("of a database error stands what happened, and nothing of the connection or of the values that it was about", () => {
  const failure = Object.assign(new DatabaseError("terminating connection", 22, "error"), {
    code: "57P01",
    detail: "Key (email_key)=(somebody@example.com) already exists.",
    // A pool hands its errors over with the connection that they happened on.
    client: { secretKey: -966679974, connectionParameters: { host: "127.0.0.1" } },
  });
  const { err } = logged(failure);
  expect(Object.keys(err).toSorted()).toEqual(["code", "message", "stack", "type"]);
  expect(err).toMatchObject({ code: "57P01", message: "terminating connection" });
  expect(JSON.stringify(err)).not.toMatch(/966679974|somebody/);
});

it("of several errors in one, each is told", () => {
  const both = new AggregateError([
    Object.assign(new Error("connect ECONNREFUSED ::1:5432"), { code: "ECONNREFUSED" }),
    Object.assign(new Error("connect ECONNREFUSED 127.0.0.1:5432"), { code: "ECONNREFUSED" }),
  ]);
  expect(logged(both).err["errors"]).toMatchObject([
    { message: "connect ECONNREFUSED ::1:5432", code: "ECONNREFUSED" },
    { message: "connect ECONNREFUSED 127.0.0.1:5432" },
  ]);
});
