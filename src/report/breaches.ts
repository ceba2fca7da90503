/** Why a prompt was rejected or dropped, in a sentence. */
import type { Breach } from "../core/prompt/contract.ts";
import type { DropReason } from "../core/events.ts";
import { placeholderFor } from "../core/prompt/template.ts";
import { count, counted } from "../core/values/words.ts";

/** What a rejected prompt breaks, in words that follow "rejected:". */
export function breachSentence(breach: Breach): string {
  switch (breach.kind) {
    case "unchanged":
      return "it changes nothing";
    case "empty":
      return `the ${named(breach.part)} is empty`;
    case "control-characters":
      return "it has control characters";
    case "invisible-characters":
      return "it has invisible characters that the initial prompt lacks";
    case "length":
      return `the ${named(breach.part)} has ${breach.length} characters, more than ${breach.most}`;
    case "placeholder-lost":
      return `it loses the placeholder ${braced(breach.names)}`;
    case "placeholder-added":
      return `it adds the placeholder ${braced(breach.names)}`;
    case "heading":
      return "it has a heading that changes the prompt's sections";
    case "label":
      return `it no longer names the label ${breach.labels.map((word) => JSON.stringify(word)).join(", ")}`;
    case "copy":
      return `it copies a row: "${breach.words}"`;
    case "limit":
      return `it misses the limit ${breach.limit}: it has ${count(breach.value)}`;
    case "other":
      return breach.reason;
  }
}

/** The kind of a breach, in words that follow a count of several; see `tallyWords`. */
export const BREACHES: Readonly<Record<Breach["kind"], string>> = {
  unchanged: "changed nothing",
  empty: "were empty",
  "control-characters": "had control characters",
  "invisible-characters": "had invisible characters",
  length: "were too long",
  "placeholder-lost": "lost a placeholder",
  "placeholder-added": "added a placeholder",
  heading: "had a heading that changes the prompt's sections",
  label: "dropped a label",
  copy: "copied a row",
  limit: "missed a limit",
  other: "broke the contract",
};

/** Why prompts that kept the contract did not enter selection, in words that follow a count of several. */
export const DROPS: Readonly<Record<DropReason, string>> = {
  duplicate: "were duplicates",
  cap: "were over the cap of successors",
  veto: "were vetoed",
};

/** Words of one of the two tables behind their count: "1 new prompt was a duplicate". */
export function tallyWords(words: string, times: number): string {
  const own = times === 1 ? words.replace(/^were /, "was ").replace(/^was duplicates$/, "was a duplicate") : words;
  return `${counted(times, "new prompt")} ${own}`;
}

function named(part: string): string {
  return part === "task" ? "section" : `part "${part}"`;
}

function braced(names: readonly string[]): string {
  return names.map(placeholderFor).join(", ");
}
