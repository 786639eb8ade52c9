import swagger from "@fastify/swagger";
import type { FastifyInstance } from "fastify";
import { namedSchemas } from "./json-schema.ts";

const description = `Everything that the command line does goes through this API.

Errors are problem documents (RFC 9457) with a stable \`code\`. Unknown fields and parameters are refused by name.`;

/** Gathers what the routes say of themselves. Has to be registered before them. */
export async function addOpenApi(app: FastifyInstance, publicUrl: string): Promise<void> {
  await app.register(swagger, {
    convertConstToEnum: false,
    openapi: {
      openapi: "3.1.0",
      info: {
        title: "Waybill",
        version: "1",
        description,
        license: { name: "Apache-2.0", identifier: "Apache-2.0" },
      },
      servers: [{ url: publicUrl }],
      components: {
        securitySchemes: {
          token: {
            type: "http",
            scheme: "bearer",
            description:
              "A token made by an owner. Roles: viewer, operator, owner; each may do what the ones before may.",
          },
        },
      },
    },
  });
}

/** The document; the server has to be ready. */
function openApiDocument(app: FastifyInstance): object {
  const document = app.swagger();
  const components = "components" in document ? document.components : {};
  return { ...document, components: { ...components, schemas: namedSchemas() } };
}

/** `GET /api/v1/openapi.json`; free, since it says nothing of this installation. */
export function addOpenApiRoute(app: FastifyInstance): void {
  let text: string | null = null;
  app.get(
    "/api/v1/openapi.json",
    {
      schema: {
        tags: ["description"],
        summary: "This document",
        operationId: "getOpenapi",
        response: {
          200: {
            description: "OpenAPI 3.1.",
            content: { "application/json": { schema: { type: "object" } } },
          },
        },
      },
    },
    (_request, reply) => {
      text ??= JSON.stringify(openApiDocument(app));
      return reply.header("content-type", "application/json; charset=utf-8").send(text);
    },
  );
}
