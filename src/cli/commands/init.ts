/** `protegi init`: writes protegi.yaml and prompt.md, from questions, flags, the data itself or another tool's config. */
import { resolve } from "node:path";
import type { CommandParts } from "../command.ts";
import { EXIT } from "../exit.ts";
import { answersFromConfig, answersFromData, type InitAnswers } from "../init/answers.ts";
import { filesOf } from "../init/files.ts";
import { withInitFlags, type InitFlags } from "../init/flags.ts";
import { whereItRuns } from "../init/model.ts";
import { nextCommand } from "../next-command.ts";
import type { Terminal } from "../terminal.ts";
import { checkWritable, writeOut } from "../writable.ts";

/** Labels that the last lines name. */
const SHOWN_LABELS = 10;

export const initCommand: CommandParts<InitFlags> = {
  examples: [
    "protegi init",
    "protegi init --data tickets.csv --prompt 'Is this ticket urgent?' --model openai:gpt-5.6-mini",
    "protegi init --data tickets.csv --yes --model openai-compatible:qwen3 --base-url http://localhost:8000/v1",
    "protegi init --from promptfooconfig.yaml",
  ],
  flags: withInitFlags,
  async run(terminal, _, flags) {
    const { cwd, ask } = terminal.io;
    const answers =
      flags.from === undefined
        ? await answersFromData(terminal, flags)
        : await answersFromConfig(terminal, flags.from, flags);
    const mayAsk = flags.yes === true || terminal.json ? undefined : ask;
    const { files, config } = await filesOf(answers, cwd, flags.force === true, mayAsk);
    for (const name of files.keys()) await checkWritable(name, resolve(cwd, name));
    for (const [name, text] of files) await writeOut(name, resolve(cwd, name), text);
    report(terminal, answers, [...files.keys()], resolve(cwd, config));
    return answers.problem === undefined ? EXIT.ok : EXIT.usage;
  },
};

function report(terminal: Terminal, answers: InitAnswers, wrote: readonly string[], config: string): void {
  const { data, label, whyLabel, kind, whyKind, columns, hidden, answers: right, done, problem, settings } = answers;
  const { model, baseURL } = answers.model;
  const labels = kind === "classification" ? right : [];
  terminal.document("init", {
    wrote,
    data,
    label,
    task: kind,
    labels,
    columns,
    ...settings,
    model,
    ...(baseURL !== undefined && { baseURL }),
    why: { ...(whyLabel !== undefined && { label: whyLabel }), ...(whyKind !== undefined && { task: whyKind }) },
    ...(problem !== undefined && { problem }),
  });
  const because = (why: string | undefined): string => (why === undefined ? "" : `: ${why}`);
  const shown = labels.length === 0 ? "" : ` (${listedUpTo(labels)})`;
  const place = baseURL === undefined ? "" : ` at ${baseURL}`;
  const runs = whereItRuns(answers.model);
  terminal.print(
    `Wrote ${wrote.join(" and ")}.`,
    `The right answers are in the column "${label}" of ${data}${because(whyLabel)}.`,
    `The task is ${kind}${shown}${because(whyKind)}.`,
    `The prompt shows ${columns.join(", ")}.${hidden.length === 0 ? "" : ` Not shown: ${hidden.join(", ")}.`}`,
    ...done,
    `The model is ${model}${place}.${runs === undefined ? "" : ` ${runs}`}`,
  );
  if (problem === undefined) {
    terminal.print(`See what a run would do, at no cost: ${nextCommand(terminal, "check", { file: config })}`);
    return;
  }
  terminal.note(`A run cannot start yet. ${problem}`);
  terminal.note(`Your answers are kept. Mend this, then: ${nextCommand(terminal, "check", { file: config })}`);
}

function listedUpTo(labels: readonly string[]): string {
  const more = labels.length - SHOWN_LABELS;
  return `${labels.slice(0, SHOWN_LABELS).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}
