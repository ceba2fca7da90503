/** How long requests and answers are, guessed before any was seen: from what there is at least to what is still likely. */
import { mean } from "../core/stats/mean.ts";
import { messagesFor } from "../core/asking/describe.ts";
import { shown } from "../core/example.ts";
import { CHARACTERS_PER_TOKEN } from "../core/limits/size.ts";
import type { Message, Model, Role } from "../core/model.ts";
import type { Prompt } from "../core/prompt/prompt.ts";
import type { Task } from "../core/task.ts";
import type { Settings } from "../options/settings.ts";

/** From the least that is likely to the most. */
export interface Range {
  readonly least: number;
  readonly most: number;
}

/** Tokens of one call. */
export interface CallTokens {
  readonly input: Range;
  readonly output: Range;
}

/** A section grows to no more than this share of what is allowed: 1,000 characters by default, some 150 words. */
const GROWN = 0.25;
/** Tokens of the shortest answers, such as a label and what holds it; of an answer in free words, a paragraph. */
const LABEL = 8;
const PARAGRAPH = 300;
/** Tokens of a reply of the optimizer model that holds a short prompt or two gradients. */
const SHORT_REPLY = 200;
/**
 * Tokens that models think before they answer: "a few hundred" where the problem is small
 * (https://platform.openai.com/docs/guides/reasoning), several times as many where a prompt is to be written.
 */
const THOUGHT: Readonly<Record<Role, number>> = { task: 300, optimizer: 1500, judge: 300 };
/** Models that think by default, by name. */
const THINKS = /\b(?:o[1-9]|gpt-(?:[5-9]|oss)|gemini-(?:2\.5|[3-9])|deepseek-r|qwq|grok-[4-9]|magistral)|think|reason/i;

function charactersOf(messages: readonly Message[]): number {
  return messages.reduce((sum, { content }) => sum + content.length, 0);
}

/**
 * A call of the task model: `least` with these prompts as they are and a bare answer, `most` with sections that have grown
 * and an answer after thinking.
 */
export function taskCall(
  { train, answerTokens = PARAGRAPH }: Task,
  prompts: readonly Prompt[],
  model: Pick<Model, "id">,
  { search, requests }: Settings,
): CallTokens {
  const rows = train.slice(0, 200);
  const lengths = prompts.map((prompt) => mean(rows.map(({ fields }) => charactersOf(prompt.render(fields)))));
  return {
    input: { least: tokensOf(Math.min(...lengths)), most: tokensOf(Math.max(...lengths) + GROWN * search.maxLength) },
    output: upTo(requests.maxOutputTokens, LABEL, answerTokens + thought("task", model)),
  };
}

/** A call of the optimizer model: a request for gradients, as long as any; `most` about a section that has grown, and with one in reply. */
export function optimizerCall(
  task: Task,
  model: Pick<Model, "id">,
  { search, instructions, requests }: Settings,
): CallTokens {
  const rows = task.train.map((example) => ({ example, answer: "", score: 0, correct: false, invalid: false }));
  const messages = messagesFor(instructions.gradient, {
    task,
    prompt: task.prompt,
    errors: rows.slice(0, search.errorsPerGroup),
    correct: rows.slice(search.errorsPerGroup, search.errorsPerGroup + search.correctPerGroup),
    count: search.gradientsPerGroup,
    maxLength: search.maxLength,
    rowLength: search.rowLength,
    json: true,
  });
  const length = charactersOf(messages);
  const grown = GROWN * search.maxLength;
  const reply = SHORT_REPLY + tokensOf(grown) + thought("optimizer", model);
  return {
    input: { least: tokensOf(length), most: tokensOf(length + grown) },
    output: upTo(requests.maxOutputTokens, SHORT_REPLY, reply),
  };
}

/** Tokens of what a judge model is asked to look for, from a line to a page of rules; of its reply, from a word to a paragraph of reasons. */
const RUBRIC: Range = { least: 30, most: 600 };
const JUDGED: Range = { least: 4, most: PARAGRAPH };

/** A call of the judge model: a row with an answer and what to look for in it; `most` with reasons in reply. */
export function judgeCall(
  { train }: Task,
  model: Pick<Model, "id">,
  answer: CallTokens,
  { requests }: Settings,
): CallTokens {
  const row = mean(
    train
      .slice(0, 200)
      .map(({ fields, expected }) => tokensOf(Object.values(fields).join("").length + shown(expected).length)),
  );
  return {
    input: { least: RUBRIC.least + row + answer.output.least, most: RUBRIC.most + row + answer.output.most },
    output: upTo(requests.maxOutputTokens, JUDGED.least, JUDGED.most + thought("judge", model)),
  };
}

function thought(role: Role, { id }: Pick<Model, "id">): number {
  return THINKS.test(id) ? THOUGHT[role] : 0;
}

function upTo(cap: number, least: number, most: number): Range {
  return { least: Math.min(cap, least), most: Math.min(cap, most) };
}

function tokensOf(characters: number): number {
  return characters / CHARACTERS_PER_TOKEN;
}
