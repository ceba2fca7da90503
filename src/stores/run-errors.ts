/** The two mistakes a caller can make with runs, reported in one way by every store. */
import { ProtegiError } from "../core/errors.ts";

export function runExists(id: string): ProtegiError {
  return new ProtegiError(`There is a run ${id} already; a run is created once.`);
}

export function noSuchRun(id: string): ProtegiError {
  return new ProtegiError(`There is no run ${id}; create it first.`);
}
