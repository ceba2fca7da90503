/** A JSON document with its head, as a schema. */
import { z } from "zod";
import * as part from "./parts.ts";

/** The schema of the document of this name: its head, and these fields. */
export function document<S extends z.ZodRawShape>(name: string, shape: S): z.ZodType {
  return z
    .strictObject({ about: part.about(name), ...shape })
    .describe(`What protegi ${name.replace("-", " --")} --json prints`);
}
