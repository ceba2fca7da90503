/** `protegi init`: writes protegi.yaml and prompt.md, from questions, flags, the data itself or another tool's config. */
import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { stringify } from "yaml";
import { UsageError } from "../../core/errors.ts";
import type { CommandParts } from "../command.ts";
import { EXIT } from "../exit.ts";
import { answersFromData, answersFromConfig, type InitAnswers, type InitFlags } from "../init-answers.ts";
import { checkWritable } from "../writable.ts";

const PUBLISHED_SCHEMA = "https://unpkg.com/protegi/schema/protegi.schema.json";
const INSTALLED_SCHEMA = "node_modules/protegi/schema/protegi.schema.json";

export const initCommand: CommandParts<InitFlags> = {
  examples: [
    "protegi init",
    "protegi init --data tickets.csv --prompt 'Is this ticket urgent?' --model openai:gpt-5.6-mini",
    "protegi init --from promptfooconfig.yaml",
  ],
  flags: (command) =>
    command
      .option("--data <file>", "file with labelled rows")
      .option("--prompt <text>", "what the prompt asks, in a line")
      .option("--label <column>", "column with the right answer; default: guessed from its name")
      .option("--model <provider:name>", "task model; default: by the key that is set")
      .option("--from <file>", "read the config of another tool: promptfoo")
      .option("--force", "overwrite existing files")
      .option("--yes", "ask nothing, guess"),
  async run(terminal, _, flags) {
    const { cwd } = terminal.io;
    const answers =
      flags.from === undefined
        ? await answersFromData(terminal, flags)
        : await answersFromConfig(terminal, flags.from, flags);
    const files = filesOf(answers, existsSync(resolve(cwd, INSTALLED_SCHEMA)) ? INSTALLED_SCHEMA : PUBLISHED_SCHEMA);
    for (const name of Object.keys(files)) {
      if (existsSync(resolve(cwd, name)) && flags.force !== true)
        throw new UsageError(
          name,
          "the file exists already, and nothing was written",
          "Overwrite it with --force, or work in another folder.",
        );
      await checkWritable(name, resolve(cwd, name));
    }
    for (const [name, text] of Object.entries(files)) await writeFile(resolve(cwd, name), text);
    const { data, label, model, labels } = answers;
    terminal.document("init", { wrote: Object.keys(files), data, label, labels, model });
    terminal.print(
      `Wrote ${Object.keys(files).join(" and ")}.`,
      `The right answers are in the column "${label}" of ${data}: ${labels.join(", ")}. The model is ${model}.`,
      `See what a run would do, at no cost: ${terminal.program} check`,
    );
    return EXIT.ok;
  },
};

/** The files to write, by name. */
function filesOf({ data, label, model, prompt, rows }: InitAnswers, schema: string): Record<string, string> {
  const config = {
    prompt: "prompt.md",
    data,
    label,
    task: "classification",
    metric: "accuracy",
    model,
    budget: { calls: 5000 },
    seed: 1,
  };
  return {
    ...(rows !== undefined && { [data]: rows.map((row) => `${JSON.stringify(row)}\n`).join("") }),
    "prompt.md": prompt,
    "protegi.yaml": `# yaml-language-server: $schema=${schema}\n${stringify(config)}`,
  };
}
