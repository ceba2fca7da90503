/** Presets: the defaults of the search, its selection and its splits, under one name. */
import type { SearchOptions, SelectionOptions, SplitOptions } from "./groups.ts";

/** Settings that go together under one name. */
export const PRESETS = {
  default: {
    search: {
      method: "protegi",
      writer: "auto",
      rounds: 5,
      beamWidth: 2,
      minibatchSize: 32,
      errorGroups: 4,
      errorsPerGroup: 4,
      correctPerGroup: 2,
      grouping: "auto",
      gradientsPerGroup: 2,
      conflicts: "average",
      editsPerGradient: 1,
      paraphrasesPerPrompt: 1,
      maxSuccessors: 5,
      screenOnErrors: false,
      headroom: true,
      lessons: 0,
      patience: 0,
      emptyRounds: 1,
      maxLength: 4000,
      maxCopiedWords: 8,
      temperature: 0,
      optimizerTemperature: 1,
    },
    selection: {
      selector: "least-regret",
      perCandidate: 24,
      explorationC: 1,
      pullSize: 32,
      armsPerPull: 8,
      rows: "shared",
    },
    splits: { train: 0.5, dev: 0.2, test: 0.3, maxDev: 200, maxTest: 400, seed: 1 },
  },
  /** The settings of the paper and of the authors' code: docs/paper.md. */
  paper: {
    search: {
      method: "protegi",
      writer: "whole",
      rounds: 6,
      beamWidth: 4,
      minibatchSize: 64,
      errorGroups: 4,
      errorsPerGroup: 4,
      correctPerGroup: 0,
      grouping: "random",
      gradientsPerGroup: 4,
      conflicts: "keep",
      editsPerGradient: 1,
      paraphrasesPerPrompt: 2,
      maxSuccessors: 8,
      screenOnErrors: false,
      headroom: false,
      lessons: 0,
      patience: 0,
      emptyRounds: 0,
      maxLength: 4000,
      maxCopiedWords: 8,
      temperature: 0,
      optimizerTemperature: 1,
    },
    selection: {
      selector: "ucb",
      perCandidate: 50,
      budget: 2048,
      explorationC: 1,
      pullSize: 32,
      armsPerPull: 8,
      rows: "fresh",
    },
    splits: { train: 0.5, dev: 0.2, test: 0.3, maxDev: 50, maxTest: 150, seed: 1 },
  },
} as const satisfies Record<string, { search: SearchOptions; selection: SelectionOptions; splits: SplitOptions }>;

/** A name for settings that go together: `default`, or `paper`, the paper's own. */
export type Preset = keyof typeof PRESETS;
