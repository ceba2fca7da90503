/** The contract of a reader of another tool's config. */

import type { PromptSource } from "../core/prompt/prompt.ts";

/** What a config of another tool gives. */
export interface Imported {
  readonly prompt: PromptSource;
  /** `provider:name`, when the config names one that we know how to call. */
  readonly model: string | undefined;
  /** One object for each test: its variables, and the right answer under `label`. */
  readonly rows: readonly Readonly<Record<string, string>>[];
  /** The column of the right answer. */
  readonly label: string;
  /** What was left out or not read, each a sentence. */
  readonly notices: readonly string[];
}

/** What a reader must know of this program. */
export interface ImportOptions {
  /** Providers whose names mean the same models in other tools and here. */
  readonly providers: readonly string[];
}

/** A config as it was read from its file. */
export interface ForeignConfig {
  /** The path as messages show it; what the config names is looked for next to it. */
  readonly path: string;
  readonly options: Readonly<Record<string, unknown>>;
}

/** A reader of one tool's configs. */
export interface Importer {
  /** The tool's name. */
  readonly name: string;
  /** The name that its config usually has, for messages. */
  readonly usualFile: string;
  /** Whether a config is one of this tool's, as far as its keys show. */
  recognises(config: ForeignConfig): boolean;
  /** @throws UsageError when there is no prompt, or no test that names a right answer */
  read(config: ForeignConfig, options: ImportOptions): Promise<Imported>;
}
