import type { Emulator, EmulatorRequest } from "#connectors/kit/emulator/emulator.ts";

/** The same shop, with a control by which every list is asked for so few rows at once: `POST …/largest-page`. */
export function withSmallPages(emulator: Emulator): Emulator {
  let largest: number | null = null;
  return {
    ...emulator,
    controls: [
      ...emulator.controls,
      {
        method: "POST",
        path: "/largest-page",
        example: { size: 5 },
        run: (_parameters, body) => {
          largest = (body as { readonly size: number | null }).size;
          return { size: largest };
        },
      },
    ],
    handle: (request) => emulator.handle(largest === null ? request : askedForFewer(request, largest)),
    reset: () => {
      largest = null;
      emulator.reset();
    },
  };
}

function askedForFewer(request: EmulatorRequest, largest: number): EmulatorRequest {
  if (!request.path.endsWith("/graphql.json")) return request;
  const asked = JSON.parse(request.body.toString("utf8")) as { variables?: { first?: number } };
  const { variables } = asked;
  if (variables?.first === undefined) return request;
  const fewer = { ...variables, first: Math.min(variables.first, largest) };
  return { ...request, body: Buffer.from(JSON.stringify({ ...asked, variables: fewer })) };
}
