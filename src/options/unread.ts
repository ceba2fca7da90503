/** Options that a user set and that nothing reads: the chosen method or selector does not. Defaults of a preset do not count. */
import { UsageError } from "../core/errors.ts";
import { methodOf, methods } from "../core/methods/index.ts";
import type { MethodReads } from "../core/methods/method.ts";
import { selectorOf, type SelectorOptions } from "../core/selection/index.ts";
import type { GroupOptions, Settings } from "./settings.ts";

/** An option that is without effect. */
export interface UnreadOption {
  /** Its path, such as `search.rounds`. */
  readonly option: string;
  /** Who does not read it, such as `the method agent-loop`. */
  readonly by: string;
  /** What is read of its group. */
  readonly known: readonly string[];
  /** What to do instead; default: to leave it out, with what is known. */
  readonly remedy?: string;
}

/** Options of the group `search` that every run reads, whatever its method. */
export const READ_BY_RUNS: ReadonlySet<string> = new Set([
  "preset",
  "method",
  "headroom",
  "maxLength",
  "rowLength",
  "maxCopiedWords",
  "temperature",
  "optimizerTemperature",
]);

/** Options of the group `selection` that its selector reads; the others are the run's. */
const READ_BY_SELECTORS: ReadonlySet<string> = new Set<keyof SelectorOptions>([
  "explorationC",
  "pullSize",
  "armsPerPull",
  "tolerance",
  "rows",
]);

/**
 * The options of these that nothing reads.
 * @param examples what messages call the option that names the part of examples; undefined where it is not set
 */
export function unreadOf(
  { search = {}, selection = {} }: GroupOptions,
  settings: Settings,
  examples?: string,
): readonly UnreadOption[] {
  const method = methodOf(settings.search.method);
  const selector = selectorOf(settings.selection.selector);
  const reads = new Set<string>(method.reads satisfies readonly MethodReads[]);
  // The headroom is measured on a minibatch.
  if (settings.search.headroom) reads.add("minibatchSize");
  const unread = setIn(typeof search === "string" ? {} : search).filter(
    (name) => !READ_BY_RUNS.has(name) && !reads.has(name),
  );
  const ofMethod = {
    by: `the method ${method.name}`,
    known: method.reads.filter((name) => name !== "selection" && name !== "examples"),
  };
  const ofSelector = { by: `the selector ${selector.name}`, known: selector.reads };
  const filling = Object.values(methods).filter(({ reads: own }) => own.includes("examples"));
  const remedy = `Leave it out, or set search.method to one that fills the part: ${filling.map(({ name }) => name).join(", ")}.`;
  return [
    ...(examples === undefined || reads.has("examples") ? [] : [{ option: examples, ...ofMethod, known: [], remedy }]),
    ...unread.map((name) => ({ option: `search.${name}`, ...ofMethod })),
    ...setIn(selection).flatMap((name): UnreadOption[] => {
      const option = `selection.${name}`;
      if (!method.reads.includes("selection")) return [{ option, ...ofMethod, known: [] }];
      if (!READ_BY_SELECTORS.has(name) || selector.reads.some((one) => one === name)) return [];
      return [{ option, ...ofSelector }];
    }),
  ];
}

/**
 * Checks what several readings of one config, such as the variants of trials, leave unread.
 * @throws UsageError for an option that none of them reads
 */
export function checkRead(all: readonly (readonly UnreadOption[])[]): void {
  const [first = [], ...others] = all;
  const found = first.find(({ option }) => others.every((unread) => unread.some((one) => one.option === option)));
  if (found === undefined) return;
  const { option, by, known } = found;
  const group = option.slice(0, option.indexOf("."));
  const remedy =
    found.remedy ??
    (known.length === 0
      ? `Leave it out: ${by} reads none of this group.`
      : `Leave it out. Of ${group}, ${by} reads ${known.join(", ")}.`);
  throw new UsageError(option, `${by} does not read it, so it would have no effect`, remedy);
}

/** The names of the options that are set in this group. */
export function setIn(group: object): readonly string[] {
  return Object.entries(group).flatMap(([name, value]) => (value === undefined ? [] : [name]));
}
