import { z } from "zod";

export const settings = z.strictObject({
  callsAtOnce: z.int().min(1).max(16).default(4).describe("Most calls at the same time."),
  timeoutSeconds: z.number().positive().max(60).default(30).describe("How long one call may take."),
});

export const credentials = z.strictObject({
  baseUrl: z.string().describe("Where the card file answers."),
  key: z.string().min(1).describe("Key of the card file."),
});

export type Settings = z.infer<typeof settings>;
export type Credentials = z.infer<typeof credentials>;
