import { afterEach, describe, expect, it } from "vitest";
import { sandboxConfiguration } from "./sandbox-configuration.ts";
import { startSandbox, type Sandbox } from "./start-sandbox.ts";

let sandbox: Sandbox | undefined;
afterEach(async () => sandbox?.close());

interface Overview {
  readonly systems: readonly {
    readonly name: string;
    readonly baseUrl: string;
    readonly credentials: Readonly<Record<string, string>>;
  }[];
}

async function overview(options: Omit<Parameters<typeof startSandbox>[0], "port">) {
  sandbox = await startSandbox({ port: 0, ...options });
  return { url: sandbox.url, answer: (await (await fetch(`${sandbox.url}/_control`)).json()) as Overview };
}

describe("the sandbox", () => {
  it("serves every system, and says where and under which credentials", async () => {
    const { url, answer } = await overview({ seed: 5 });
    expect(answer.systems.map(({ name, baseUrl }) => [name, baseUrl])).toEqual([
      ["shopify/acme", `${url}/shopify/acme`],
      ["shopify/acme-us", `${url}/shopify/acme-us`],
      ["unleashed", `${url}/unleashed`],
      ["patch", `${url}/patch/v2`],
    ]);
  });

  it("connects the shops with those back offices that have a connector", async () => {
    const { answer } = await overview({ seed: 5 });
    const { connections } = sandboxConfiguration(answer);
    expect(connections.map(({ name }) => name)).toEqual(["acme-unleashed", "acme-us-unleashed"]);
  });

  it("serves one system alone, which takes the credentials that it names", async () => {
    const { answer } = await overview({ only: "patch" });
    const [patch] = answer.systems;
    expect(answer.systems.map(({ name }) => name)).toEqual(["patch"]);
    const headers = {
      authorization: `Bearer ${patch?.credentials["apiKey"]}`,
      "x-account-id": patch?.credentials["accountId"] ?? "",
    };
    expect(await (await fetch(`${patch?.baseUrl}/contacts`, { headers })).json()).toEqual([]);
    expect((await fetch(`${patch?.baseUrl}/contacts`)).status).toBe(401);
  });

  it("names the systems it has when it is asked for another", async () => {
    const wanted = startSandbox({ port: 0, only: "petch" });
    await expect(wanted).rejects.toThrow('"petch". Known: shopify/acme, shopify/acme-us, unleashed, patch');
  });
});
