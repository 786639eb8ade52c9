import type { Hub } from "#engine/use-cases/hub.ts";

/** A call that a fake hub got: `plan acme-unleashed ["#1001"]`. */
export interface FakeHub extends Hub {
  readonly calls: readonly string[];
}

/** A hub that answers what a test gives it, refuses every other call, and notes what it was asked. */
export function createFakeHub(answers: Partial<Hub>): FakeHub {
  const calls: string[] = [];
  return new Proxy({ calls } as unknown as FakeHub, {
    get: (target, name) => {
      if (name === "calls") return target.calls;
      if (typeof name === "symbol" || name === "then") return undefined;
      const answer = answers[name as keyof Hub] as ((...args: unknown[]) => unknown) | undefined;
      return (...args: unknown[]): unknown => {
        const shown = args.filter((arg) => arg !== undefined);
        calls.push(
          [name, ...shown.map((arg) => (typeof arg === "string" ? arg : JSON.stringify(arg)))].join(" "),
        );
        if (answer === undefined) throw new Error(`the test's hub was not to be asked ${name}`);
        return answer(...args);
      };
    },
  });
}
