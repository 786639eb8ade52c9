// A hub as a process of its own, so that its CPU and memory can be told from those of the load.
import { serve } from "#app/serve.ts";

const serving = await serve({ role: "all", environment: process.env });
process.stdout.write(`${JSON.stringify({ url: serving.url, pid: process.pid })}\n`);
process.on("SIGTERM", () => {
  void serving.stop().then(() => process.exit(0));
});
