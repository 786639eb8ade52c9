import { z } from "zod";
import { badShape, invalid } from "./refusal.ts";

/** Fields of request bodies: absent and null are both "left out", and blank what was there. */
export const optionalText = z.string().nullish();
export const optionalNumber = z.number().nullish();
export const optionalFlag = z.boolean().nullish();

/** Parses a JSON body against the fields that the server takes. */
export function readJson(body: Buffer): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(body.toString("utf8"));
  } catch {
    throw invalid("The request body is not valid JSON");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw badShape();
  return value as Record<string, unknown>;
}

/**
 * The body as the schema sees it. A wrong type gives the bare 500; so do unknown fields where `refuseUnknown` says so,
 * in nested objects as far as the schema lists them strictly.
 */
export function shape<S extends z.ZodType>(schema: S, body: unknown): z.output<S> {
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw badShape();
  return parsed.data;
}

/** 400 naming what is missing from a required list, such as `Tax.TaxCode`. */
export function requireFields(body: unknown, paths: readonly string[]): void {
  const missing = paths.filter((path) => {
    let value: unknown = body;
    for (const part of path.split("."))
      value =
        typeof value === "object" && value !== null ? (value as Record<string, unknown>)[part] : undefined;
    return value === undefined || value === null || value === "";
  });
  if (missing.length > 0) throw invalid(`Required: ${missing.join(", ")}`);
}
