import { RequestError } from "../problem.ts";

/** Reads a body; none at all counts as `undefined`, also where it was announced as JSON. Throws `RequestError` 400. */
export function readJson(text: string): unknown {
  if (text.trim() === "") return undefined;
  try {
    return JSON.parse(text, refuseProto);
  } catch (error) {
    if (error instanceof RequestError) throw error;
    throw new RequestError(400, "NOT_JSON", "The body is not JSON.");
  }
}

/** A key that sets an object's prototype where it is copied carelessly. */
function refuseProto(key: string, value: unknown): unknown {
  if (key === "__proto__")
    throw new RequestError(400, "REQUEST_INVALID", "A field must not be named __proto__.");
  return value;
}
