/** The files that `protegi init` writes: their text, and where each goes. */
import { existsSync } from "node:fs";
import { extname, resolve } from "node:path";
import { Document, isMap, isScalar } from "yaml";
import { UsageError } from "../../core/errors.ts";
import { taskKinds, type TaskKind } from "../../tasks/index.ts";
import { chatText } from "../prompt-out.ts";
import type { Ask } from "../terminal.ts";
import type { InitAnswers } from "./answers.ts";
import { SCORE_FILE, SCORE_MODULE } from "./score-module.ts";

const PUBLISHED_SCHEMA = "https://unpkg.com/protegi/schema/protegi.schema.json";
const INSTALLED_SCHEMA = "node_modules/protegi/schema/protegi.schema.json";

const CONFIG_FILE = "protegi.yaml";
const PROMPT_FILE = "prompt.md";
const CHAT_FILE = "prompt.yaml";

/** What is said of a judge model where answers are free text. */
const JUDGED =
  "\n A model can judge, too: metric: { judge: What a good answer does. } and judge: provider:name (docs/metrics.md).";

/** Metrics that a comment names. */
const SHOWN_METRICS = 6;

/** Files by their names, the config last. */
export interface InitFiles {
  readonly files: ReadonlyMap<string, string>;
  readonly config: string;
}

/**
 * The files, by names that are free or that may be overwritten.
 * @param ask absent where nobody can be asked
 * @throws UsageError when a file is there, and nobody says that it may be overwritten
 */
export async function filesOf(
  answers: InitAnswers,
  cwd: string,
  force: boolean,
  ask: Ask | undefined,
): Promise<InitFiles> {
  const { data, prompt, rows, kind } = answers;
  const named = async (name: string): Promise<string> => {
    if (force || !existsSync(resolve(cwd, name))) return name;
    if (ask === undefined)
      throw new UsageError(
        name,
        "the file exists already, and nothing was written",
        "Overwrite it with --force, or work in another folder.",
      );
    return (await ask.confirm(`${name} exists already. Overwrite it?`)) ? name : freeName(name, cwd);
  };
  const needsScore = taskKinds[kind].metrics.length === 0;
  const rowsFile = rows === undefined ? data : await named(data);
  const promptFile = await named(typeof prompt === "string" ? PROMPT_FILE : CHAT_FILE);
  const scoreFile = needsScore ? await named(SCORE_FILE) : undefined;
  const config = await named(CONFIG_FILE);
  const schema = existsSync(resolve(cwd, INSTALLED_SCHEMA)) ? INSTALLED_SCHEMA : PUBLISHED_SCHEMA;
  const written = configText({ ...answers, data: rowsFile }, promptFile, scoreFile);
  return {
    config,
    files: new Map([
      ...(rows === undefined ? [] : [[rowsFile, rows.map((row) => `${JSON.stringify(row)}\n`).join("")] as const]),
      [promptFile, typeof prompt === "string" ? prompt : chatText(prompt, promptFile)],
      ...(scoreFile === undefined ? [] : [[scoreFile, SCORE_MODULE] as const]),
      [config, `# yaml-language-server: $schema=${schema}\n${written}`],
    ]),
  };
}

function configText(
  { data, label, kind, whyKind, settings, model: { model, baseURL } }: InitAnswers,
  prompt: string,
  score: string | undefined,
): string {
  const { metrics } = taskKinds[kind];
  const others = metrics.slice(1, SHOWN_METRICS + 1).join(", ");
  const document = new Document({
    prompt,
    data,
    label,
    task: Object.keys(settings).length === 0 ? kind : { kind, ...settings },
    metric: score === undefined ? metrics[0] : `./${score}`,
    model: baseURL === undefined ? model : { model, baseURL },
    budget: { calls: 5000 },
    seed: 1,
  });
  const comments: Readonly<Record<string, string | undefined>> = {
    task: whyKind && `Guessed: ${whyKind}.`,
    metric:
      score !== undefined
        ? "Edit this file: it says how good an answer is."
        : others === ""
          ? undefined
          : `These fit too: ${others}${metrics.length > SHOWN_METRICS + 1 ? " and more" : ""}.${(taskKinds[kind] as TaskKind).freeAnswers === true ? JUDGED : ""}`,
  };
  for (const { key } of isMap(document.contents) ? document.contents.items : []) {
    const comment = isScalar(key) ? comments[String(key.value)] : undefined;
    if (isScalar(key) && comment !== undefined) key.commentBefore = ` ${comment}`;
  }
  return document.toString({ lineWidth: 0 });
}

/** The name with a number, the first that is free: prompt-2.md. */
function freeName(name: string, cwd: string): string {
  const ending = extname(name);
  const stem = name.slice(0, -ending.length);
  let number = 2;
  while (existsSync(resolve(cwd, `${stem}-${number}${ending}`))) number++;
  return `${stem}-${number}${ending}`;
}
