import { ControlRefused, type Tier } from "./tier.ts";

/** The controls of an emulator host at this address. */
export function useControls(host: string): Tier["control"] {
  return async <T>(path: string, body?: unknown): Promise<T> => {
    const answer = await fetch(
      `${host}/_control${path}`,
      body === undefined ? {} : { method: "POST", body: JSON.stringify(body) },
    );
    const text = await answer.text();
    if (answer.status === 400 || answer.status === 404) throw new ControlRefused(path, answer.status, text);
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`);
    return JSON.parse(text) as T;
  };
}
