import { z } from "zod";
import type { Hub } from "#engine/use-cases/hub.ts";
import { defineRoute, type ApiRoute } from "../api/define-route.ts";
import { apiKeyView, apiRole, configuration, finding } from "../api/hub-views.ts";
import { facts } from "../api/record-views.ts";

const tag = "configuration";

/** Configuration and keys. */
export function configurationRoutes(hub: Hub): readonly ApiRoute[] {
  return [
    defineRoute({
      method: "GET",
      path: "/configuration",
      role: "operator",
      tag,
      summary: "The configuration, as a file would say it",
      description: "Secrets stand as `${NAME}`.",
      answer: configuration,
      handle: () => hub.exportConfiguration(),
    }),
    defineRoute({
      method: "POST",
      path: "/configuration",
      role: "owner",
      tag,
      summary: "Apply a configuration",
      description:
        "Checks everything, then saves everything or nothing, then signs in and subscribes. Stores and connections that it does not name stay as they are.",
      body: configuration,
      answer: z.object({
        changed: z.array(z.string()).readonly(),
        findings: z.array(finding).readonly(),
      }),
      problems: { 422: "The configuration has problems; `errors` points at each. Nothing was applied." },
      handle: ({ body }) => hub.apply(body),
    }),
    defineRoute({
      method: "GET",
      path: "/connectors/:name/schema",
      role: "viewer",
      tag,
      summary: "JSON Schema of a connector's settings and credentials, with its presets",
      params: z.strictObject({ name: z.string().max(200) }),
      answer: facts,
      problems: { 404: "There is no connector of this name." },
      handle: async ({ params }) => (await hub.settingsSchema(params.name)) as Record<string, unknown>,
    }),
    defineRoute({
      method: "POST",
      path: "/keys",
      role: "owner",
      tag: "keys",
      summary: "Make a token",
      description: "It is shown this once; only its hash is kept.",
      body: z.strictObject({ role: apiRole, name: z.string().min(1).max(200).default("unnamed") }),
      status: 201,
      answer: z.object({ token: z.string() }),
      handle: ({ body }) => hub.createKey(body.role, body.name),
    }),
    defineRoute({
      method: "GET",
      path: "/keys",
      role: "owner",
      tag: "keys",
      summary: "All tokens, oldest first",
      description: "Who has one and what it may do; never a token itself.",
      answer: z.object({ keys: z.array(apiKeyView).readonly() }),
      handle: async () => ({ keys: await hub.keys() }),
    }),
    defineRoute({
      method: "DELETE",
      path: "/keys/:id",
      role: "owner",
      tag: "keys",
      summary: "End a token",
      description: "At once in the process that answers, within half a minute in others.",
      params: z.strictObject({ id: z.string().min(1).max(200) }),
      answer: z.object({ revoked: z.string() }),
      problems: { 404: "There is no token with this id." },
      handle: async ({ params }) => {
        await hub.revokeKey(params.id);
        return { revoked: params.id };
      },
    }),
    defineRoute({
      method: "GET",
      path: "/me",
      role: "viewer",
      tag: "keys",
      summary: "Whose token this is",
      answer: z.object({ id: z.string(), role: apiRole }),
      handle: ({ by }) => Promise.resolve(by),
    }),
  ];
}
