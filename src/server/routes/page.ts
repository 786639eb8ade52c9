import type { FastifyInstance } from "fastify";
import { pageStyle } from "../security-headers.ts";

const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Waybill</title>
<style>${pageStyle}</style>
</head>
<body>
<h1>Waybill is running</h1>
<p>A console will be here in a later version. Until then:</p>
<ul>
<li>The command line shows and does everything: <code>npm run waybill -- --help</code></li>
<li>The HTTP API is at <code>/api/v1</code>; <a href="/api/v1/openapi.json">its description</a> is an OpenAPI document. It takes the token that is in the file <code>token</code> of the data folder.</li>
<li>Health: <a href="/healthz">/healthz</a>, <a href="/readyz">/readyz</a>, <a href="/metrics">/metrics</a></li>
</ul>
</body>
</html>
`;

/** The page at `/`, in the place of the console. */
export function addPage(app: FastifyInstance): void {
  app.get("/", { schema: { hide: true } }, (_request, reply) =>
    reply.header("content-type", "text/html; charset=utf-8").send(page),
  );
}
