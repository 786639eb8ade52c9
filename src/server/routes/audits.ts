import { z } from "zod";
import { defineRoute, type ApiRoute } from "../api/define-route.ts";
import { facts } from "../api/record-views.ts";
import { RequestError } from "../problem.ts";

const tag = "audits";
const notYet = { 501: "This version has no audits." };

/** The addresses of audits. They are taken, and answer that there are none in this version. */
export function auditRoutes(): readonly ApiRoute[] {
  const refuse = (): Promise<never> =>
    Promise.reject(
      new RequestError(
        501,
        "AUDITS_NOT_BUILT",
        "This version has no audits. POST connections/{name}/plan compares what is not settled on a connection.",
      ),
    );
  return [
    defineRoute({
      method: "POST",
      path: "/audits",
      role: "operator",
      tag,
      summary: "Start an audit (not in this version)",
      body: z.looseObject({}).optional(),
      answer: facts,
      problems: notYet,
      handle: refuse,
    }),
    defineRoute({
      method: "GET",
      path: "/audits/:id",
      role: "viewer",
      tag,
      summary: "An audit (not in this version)",
      params: z.strictObject({ id: z.string() }),
      answer: facts,
      problems: notYet,
      handle: refuse,
    }),
  ];
}
