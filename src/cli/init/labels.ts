/** What becomes of labels that are written in several ways, and of those with too few rows. */
import { UsageError } from "../../core/errors.ts";
import { count, oneLine } from "../../core/values/words.ts";
import { labelCounts, toExamples, type RawDataset } from "../../datasets/index.ts";
import { LABEL_ROWS, labelVariants, rareLabels, type Aliases } from "../../tasks/guess/labels.ts";
import type { Ask } from "../terminal.ts";
import type { InitFlags } from "./flags.ts";

/** The settings of a classification that merge labels or leave them out; empty where neither is done. */
export interface LabelSettings {
  readonly aliases?: Aliases;
  readonly omit?: readonly string[];
}

/** Labels that a sentence names, and characters of each. */
const SHOWN = 5;
const LABEL_SHOWN = 60;

/** @returns the settings, and a sentence on each that says what is done */
export async function labelSettings(
  data: RawDataset,
  label: string,
  inputs: readonly string[],
  flags: InitFlags,
  ask: Ask | undefined,
): Promise<{ readonly settings: LabelSettings; readonly done: readonly string[] }> {
  const counts = countsOf(data, label, inputs);
  const named = (one: string): string => `“${oneLine(one, LABEL_SHOWN)}” (${count(counts.get(one) ?? 0)})`;
  const found = labelVariants(counts);
  const variants = some(
    Object.entries(found).map(([most, words]) => `${words.map(named).join(", ")} as ${named(most)}`),
  );
  const merges =
    variants !== undefined &&
    (flags.mergeLabels ?? (await ask?.confirm(`Read spellings of one label as one label? ${variants}`, true)) ?? true);
  const aliases = merges ? found : {};
  const rare = rareLabels(counts, aliases);
  const few = some(rare.map(named));
  const omits =
    few !== undefined &&
    (flags.omitRare ??
      (await ask?.confirm(`Leave out labels with fewer than ${LABEL_ROWS} rows? ${few}`, true)) ??
      true);
  return {
    settings: { ...(merges && { aliases }), ...(omits && { omit: rare }) },
    done: [
      ...(merges ? [`Labels that are read as one (task.aliases): ${variants}.`] : []),
      ...(omits ? [`Labels that are left out, since they have too few rows (task.omit): ${few}.`] : []),
    ],
  };
}

/** The rows of each label; none where the rows cannot be read as labels, which check says. */
function countsOf(data: RawDataset, label: string, placeholders: readonly string[]): ReadonlyMap<string, number> {
  try {
    return labelCounts(toExamples(data, { label, placeholders }).examples);
  } catch (error) {
    if (error instanceof UsageError) return new Map();
    throw error;
  }
}

function some(parts: readonly string[]): string | undefined {
  if (parts.length === 0) return undefined;
  const more = parts.length - SHOWN;
  return `${parts.slice(0, SHOWN).join("; ")}${more > 0 ? `; and ${count(more)} more` : ""}`;
}
