/** What a document of a session is about: its data and its models. */
import { eachRole, type Models } from "../core/model.ts";
import type { Task } from "../core/task.ts";
import { dataHash } from "../run/fingerprint.ts";
import type { Subject } from "./about.ts";

/** The subject of what was read and opened. */
export function subjectOf({ task, models }: { readonly task: Task; readonly models: Models }): Subject {
  return { data: dataHash(task), models: eachRole(models, ({ id }) => id) };
}
