/** The flags of `protegi init`: one for each of its questions. */
import type { Command } from "commander";
import { TASK_KIND_NAMES } from "../../tasks/index.ts";

export interface InitFlags {
  readonly data?: string;
  readonly label?: string;
  readonly columns?: readonly string[];
  readonly task?: string;
  readonly mergeLabels?: boolean;
  readonly omitRare?: boolean;
  readonly prompt?: string;
  readonly model?: string;
  readonly baseUrl?: string;
  readonly from?: string;
  readonly force?: boolean;
  readonly yes?: boolean;
}

/** What a message says of the flags where nobody can be asked. */
export const FLAGS_IN_WORDS =
  "Flags answer the questions: --label, --columns, --task, --merge-labels, --omit-rare, --prompt, --model, --base-url; --yes takes the guesses.";

export function withInitFlags(command: Command): Command {
  return command
    .option("--data <file>", "file with labelled rows; with --yes, the only one in the folder")
    .option("--label <column>", "column with the right answer; default: guessed from names and values")
    .option("--columns <names...>", "columns that the prompt shows; default: all but identifiers and the label")
    .option("--task <kind>", `kind of task: ${TASK_KIND_NAMES.join(", ")}; default: guessed from the right answers`)
    .option("--merge-labels", "read spellings of one label as one label; the default where nobody is asked")
    .option("--no-merge-labels", "keep spellings of one label apart")
    .option("--omit-rare", "leave out labels with too few rows; the default where nobody is asked")
    .option("--no-omit-rare", "keep labels with too few rows")
    .option("--prompt <text>", "what the prompt asks, in a line")
    .option("--model <provider:name>", "task model; default: by the key that is set")
    .option("--base-url <url>", "where the model's server is, for openai-compatible and ollama")
    .option("--from <file>", "read the config of another tool: promptfoo")
    .option("--force", "overwrite existing files")
    .option("--yes", "ask nothing, take the guesses");
}
