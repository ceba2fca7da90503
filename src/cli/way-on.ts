/** Says how to resume work with a model that was interrupted. */
import { AbortedError, ModelError } from "../core/errors.ts";

/** The error, with the way on: every answer that arrived is in the store. */
export function withWayOn(error: unknown, command = "the same command"): unknown {
  const kept = "Every answer that arrived is kept";
  if (error instanceof AbortedError) return new AbortedError(`Stopped. ${kept}: ${command} resumes from there.`);
  if (!ModelError.isInstance(error)) return error;
  return new ModelError(error.kind, `${error.message}\n  ${kept}: when this is fixed, ${command} resumes from there.`, {
    ...error.toWire(),
    cause: error,
  });
}
