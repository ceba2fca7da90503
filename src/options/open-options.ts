/** The options that a user leaves to the plan for a budget. */
import { methodOf } from "../core/methods/index.ts";
import { PLANNED, type PlannedOption } from "./budget-plan.ts";
import type { GroupOptions, Settings } from "./settings.ts";
import { READ_BY_RUNS, setIn } from "./unread.ts";

/** Of the options that a plan can decide, those that are not set; none with a preset that says all. */
export function openOptions(groups: GroupOptions, { preset, selection, search }: Settings): readonly PlannedOption[] {
  if (preset !== "default") return [];
  const reads = new Set<string>(methodOf(search.method).reads);
  return PLANNED.filter((path) => {
    const [group, name] = path.split(".") as ["search" | "selection" | "splits", string];
    const set = groups[group];
    if (typeof set === "object" && (set as Readonly<Record<string, unknown>>)[name] !== undefined) return false;
    if (path === "search.method") return !isMethodMeant(groups);
    if (path === "selection.perCandidate") return selection.budget === undefined;
    return group === "splits" || name === "headroom" || name === "minibatchSize" || reads.has(name);
  });
}

/** Whether an option was set that some methods read and others do not, such as the width of the beam: the default method is meant. */
function isMethodMeant({ search = {}, selection = {} }: GroupOptions): boolean {
  return (
    setIn(selection).length > 0 || (typeof search !== "string" && setIn(search).some((name) => !READ_BY_RUNS.has(name)))
  );
}
