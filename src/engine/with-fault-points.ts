import { areFaultPointsArmed, passFaultPoint } from "#connectors/kit/fault-point.ts";

/**
 * The same port with a fault point before and after each call of a method that writes: `store.commit.before`, when nothing is
 * committed, and `store.commit.after`, when it is and its caller does not know. Costs one look at a variable while nobody listens.
 */
export function withFaultPoints<Port extends object>(
  name: string,
  port: Port,
  methods: Readonly<Record<keyof Port & string, "reads" | "writes">>,
): Port {
  const wrapped = { ...port } as Record<string, unknown>;
  for (const [method, kind] of Object.entries(methods)) {
    const call = wrapped[method];
    if (kind === "writes" && typeof call === "function")
      wrapped[method] = (...values: unknown[]): unknown => {
        const plain = (): unknown => Reflect.apply(call, port, values);
        return areFaultPointsArmed() ? between(`${name}.${method}`, plain) : plain();
      };
  }
  return wrapped as Port;
}

async function between(point: string, call: () => unknown): Promise<unknown> {
  await passFaultPoint(`${point}.before`);
  const result = await call();
  await passFaultPoint(`${point}.after`);
  return result;
}
