/** Asks the optimizer model, and takes from its reply only what is whole. */
import { readPiece } from "./piece.ts";
import { messagesFor } from "./describe.ts";
import { ModelError } from "../errors.ts";
import { rowText } from "../example.ts";
import type { Call } from "../work.ts";
import type { RunEvent } from "../events.ts";
import type { ModelAnswer, ModelRequest } from "../model.ts";
import { nthPart } from "../prompt/prompt.ts";
import { NO_RECORDER, type Recorder } from "../evaluation/recorder.ts";
import { readReply, type Reply } from "./reading/reply.ts";
import { cleanReply } from "../replies/clean.ts";
import { replyFormat } from "./reply-form.ts";
import { readSections } from "./reading/sections.ts";
import { rowsSetAside, takeSetAside, withoutBrokenRows } from "./reading/set-aside.ts";
import type { Task } from "../task.ts";
import type { Instructions } from "./templates.ts";
import type { Answered, Question, Tools } from "../tools.ts";
import { oneLine } from "../values/words.ts";

export interface AskOptions {
  readonly instructions: Instructions;
  /** Of the optimizer model; default 1, as in the paper's text. */
  readonly temperature: number;
  readonly maxOutputTokens: number;
  /** Whether replies of the optimizer model are restricted to JSON. */
  readonly json: boolean;
  /** Gradients of earlier runs, to be shown where an instruction has a place for them; default none. */
  readonly lessons?: readonly string[];
  /** Longest part that may come back, in characters; stated in the request. */
  readonly maxLength: number;
  /** Characters of a row's value that a request shows; default 800. */
  readonly rowLength?: number;
  /** What is known of the model that reads the prompt, in a sentence; default: nothing. */
  readonly reader?: string;
}

/** Characters of a dropped reply, or of a row set aside, that its event shows. */
const EXCERPT = 200;

/** Asks bound to one run. A reply that is cut off, empty, refused or never delivered is dropped and reported. */
export function asker(
  task: Task,
  call: Call,
  report: (event: RunEvent) => void,
  options: AskOptions,
  recorder: Pick<Recorder, "asked"> = NO_RECORDER,
): Pick<Tools, "ask" | "write" | "answered"> {
  const answers = new Map<string, Answered>();
  return {
    answered: (question) => answers.get(keyOf(question)),
    ask: (question) => ask(question, partOf(question)),
    async write(question) {
      const part = partOf(question);
      const texts = await ask(question, part);
      return texts.map((text) => ({ [part]: text }));
    },
  };

  async function ask(question: Question, part: string): Promise<readonly string[]> {
    const { prompt, round } = question;
    if (question.count === 0 || question.budget.take() === 0) return [];
    const request = requestFor(question, part);
    const tag = { phase: "proposing", round, prompt: prompt.id } as const;
    const answer = await call("optimizer", request, tag).catch((error: unknown) => {
      if (ModelError.isInstance(error) && error.retryable) return undefined;
      throw error;
    });
    const reply = answer === undefined ? { dropped: "undelivered" as const } : read(answer, question, part);
    return note(question, part, request, answer, reply);
  }

  function requestFor({ asked, prompt, rng, round: _, budget: __, ...shown }: Question, part: string): ModelRequest {
    const kind = asked === "gradient" ? "reasons" : "sections";
    const messages = messagesFor(options.instructions[asked], {
      ...shown,
      part,
      task,
      prompt,
      maxLength: options.maxLength,
      ...(options.rowLength !== undefined && { rowLength: options.rowLength }),
      ...(options.lessons && { lessons: options.lessons }),
      kind,
      json: options.json,
      ...(options.reader !== undefined && { reader: options.reader }),
    });
    return {
      messages,
      // A sentence needs no form, and small models write the form for the sentence.
      format: replyFormat(kind, shown.count, options.json && shown.piece === undefined),
      temperature: options.temperature,
      maxOutputTokens: options.maxOutputTokens,
      sample: rng.seed,
    };
  }

  /** Records and reports what came of a request; its items. */
  function note(
    question: Question,
    part: string,
    request: ModelRequest,
    answer: ModelAnswer | undefined,
    reply: Reply | { readonly dropped: "undelivered" },
  ): readonly string[] {
    const { asked, prompt, round, rng } = question;
    const dropped = "dropped" in reply ? reply.dropped : undefined;
    const items = "dropped" in reply ? [] : reply.items;
    recorder.asked({
      round,
      parent: prompt.id,
      asked,
      part,
      request,
      items,
      ...(answer && { reply: answer.text }),
      ...(dropped !== undefined && { dropped }),
    });
    // A reply that was never delivered says nothing of the writer.
    if (answer !== undefined) {
      const counts = { wanted: question.count, usable: items.length };
      answers.set(keyOf(question), { ...counts, read: dropped === undefined });
      report({ type: "asked", round, parent: prompt.id, asked, sample: rng.seed, ...counts });
    }
    if (dropped !== undefined) {
      const beginning = answer && { reply: oneLine(answer.text, EXCERPT) };
      report({ type: "reply-dropped", round, parent: prompt.id, asked, reason: dropped, ...beginning });
    }
    return items;
  }

  /** The items of a reply, at most as many as were asked for; what was taken off around sections is reported. */
  function read(answer: ModelAnswer, question: Question, part: string): Reply {
    const { asked, prompt, round, count } = question;
    if (question.piece !== undefined) return readPiece(answer, question.piece, task.labels);
    if (asked === "gradient") return readReasons(answer, question);
    const reply = readSections(answer, count, prompt, part);
    if ("dropped" in reply) return reply;
    const parent = prompt.id;
    for (const { section, unwrapped } of reply.sections) {
      if (section === "") report({ type: "reply-dropped", round, parent, asked, reason: "empty" });
      else if (unwrapped.length > 0)
        report({ type: "part-unwrapped", round, parent, part, asked, text: section, unwrapped });
    }
    return { items: reply.sections.flatMap(({ section }) => (section === "" ? [] : [section])) };
  }

  /** The reasons of a reply; rows that it sets aside instead are reported. */
  function readReasons(answer: ModelAnswer, question: Question): Reply {
    const { prompt, round, count, errors = [], correct = [] } = question;
    const taken = takeSetAside(cleanReply(answer.text, "optimizer").text);
    const reply = readReply(taken.setAside.length === 0 ? answer : { ...answer, text: taken.rest }, {
      kind: "reasons",
      count,
    });
    const { reasons, setAside } = withoutBrokenRows("items" in reply ? reply.items : []);
    const broken = rowsSetAside([...taken.setAside, ...setAside], [...errors, ...correct]);
    for (const { row, words } of broken) {
      const place = task.placeOf?.(row.id);
      report({
        type: "row-set-aside",
        round,
        parent: prompt.id,
        row: row.id,
        ...(place !== undefined && { place }),
        text: oneLine(rowText(row, task.prompt.placeholders), EXCERPT),
        words: oneLine(words, EXCERPT),
      });
    }
    // Where every row is broken there is no reason to give.
    if ("dropped" in reply) return reply.dropped === "empty" && broken.length > 0 ? { items: [] } : reply;
    return { items: reasons.slice(0, count) };
  }
}

/** What tells one request of a run from all others. */
function keyOf({ asked, prompt, rng }: Pick<Question, "asked" | "prompt" | "rng">): string {
  return [asked, prompt.id, rng.seed].join(" ");
}

/** Where nobody names a part, the request's stream does: the same request is about the same part in every repeat. */
function partOf({ part, prompt, rng }: Question): string {
  return part ?? nthPart(prompt, rng.seed);
}
