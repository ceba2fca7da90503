/** The settings of a search: the preset `paper`, or a small one of the same shape, with what a variant changes. */
import { parseGroups, type GroupOptions, type Settings } from "../../src/options/settings.ts";
import type { Options } from "./options.ts";

/** What a variant sets in addition to the preset. */
export interface Changes {
  readonly search?: Exclude<GroupOptions["search"], string | undefined>;
  readonly selection?: GroupOptions["selection"];
}

/** Some thousand calls a search. */
const SMALL = {
  search: {
    rounds: 3,
    beamWidth: 2,
    minibatchSize: 32,
    errorGroups: 2,
    gradientsPerGroup: 2,
    paraphrasesPerPrompt: 1,
    maxSuccessors: 4,
  },
  selection: { budget: 512, pullSize: 16, armsPerPull: 4 },
} satisfies Changes;

export function settingsFor(
  { small, rounds }: Pick<Options, "small" | "rounds">,
  set: Changes,
  seed: number,
): Settings {
  const base: Changes = small ? SMALL : {};
  // Evaluations per candidate are meant instead of a budget in all, which an option left out leaves to the preset.
  const { budget, ...others } = base.selection ?? {};
  const inAll = set.selection?.perCandidate === undefined ? { budget } : {};
  return parseGroups({
    search: { preset: "paper", ...base.search, ...(rounds !== undefined && { rounds }), ...set.search },
    selection: { ...others, ...inAll, ...set.selection },
    seed,
  });
}
