/** Asks a writer the questions of `bench yield`, in the words of one edition of the requests, and counts what comes of them. */
import { CallBudget } from "../../src/core/budget.ts";
import type { Candidate, Origin } from "../../src/core/candidate.ts";
import type { RunEvent } from "../../src/core/events.ts";
import { askPieces } from "../../src/core/methods/piecewise/expand.ts";
import type { Model } from "../../src/core/model.ts";
import { rng } from "../../src/core/rng.ts";
import { createTools } from "../../src/core/run-tools.ts";
import type { Task } from "../../src/core/task.ts";
import type { Call } from "../../src/core/work.ts";
import { writerYieldsOf, type WriterYield } from "../../src/facts/writer.ts";
import { parseGroups } from "../../src/options/settings.ts";
import { toolsOptions } from "../../src/run/wire.ts";
import type { YieldQuestion } from "./yield-questions.ts";

/** The first edition's requests, today's, or today's small questions. */
export type Edition = "first" | "second" | "piecewise";

/** Most tokens of a reply: of a whole section, and of a sentence. */
const TOKENS = { first: 500, second: 500, piecewise: 120 };

/** Successors of which this many texts are asked for: the others are plain forms. */
const SUCCESSORS = 20;

/**
 * What comes of a writer's replies, by kind of request. All replies are read by today's reader.
 * @param reader the model that the prompt is for
 */
export async function yieldsIn(
  edition: Edition,
  models: { readonly task: Model; readonly optimizer: Model },
  task: Task,
  questions: readonly YieldQuestion[],
): Promise<WriterYield[]> {
  const events: RunEvent[] = [];
  const report = (event: RunEvent): void => void events.push(event);
  const settings = parseGroups({ requests: { maxOutputTokens: TOKENS[edition] } });
  const streams = questions.map((_, i) => rng("yield").fork(`question ${i}`));
  const inFirstWords = new Map(questions.map(({ first }, i) => [streams[i]!.seed, first]));
  const call: Call = (role, request) => {
    const own = edition === "first" ? inFirstWords.get(request.sample) : undefined;
    return models[role === "task" ? "task" : "optimizer"].generate({ ...request, ...own });
  };
  const tools = createTools(task, call, report, toolsOptions(task, settings, models));
  const rows = questions.flatMap(({ errors, correct }) => [...errors, ...correct]);
  const seen = [...new Map(rows.map((row) => [row.example.id, row])).values()];
  const candidates = edition === "piecewise" ? await inPieces() : (await Promise.all(questions.map(asWhole))).flat();
  reportAll(candidates, report);
  return writerYieldsOf(events);

  async function inPieces(): Promise<Candidate[]> {
    const options = { minibatchSize: seen.length, maxSuccessors: SUCCESSORS };
    const { successors } = await askPieces(
      { ...tools, evaluate: async () => seen },
      options,
    )({
      parent: { prompt: task.prompt, origin: { kind: "initial" }, round: 0 },
      order: seen.map(({ example }) => example),
      round: 1,
      rng: rng("yield"),
      budget: new CallBudget(Infinity),
      beam: 1,
    });
    // A prompt with several rules was not asked for.
    return successors.filter(({ origin }) => origin.kind !== "edit" || origin.others === undefined);
  }

  async function asWhole(question: YieldQuestion, i: number): Promise<Candidate[]> {
    const { asked, count, errors, correct, gradient } = question;
    const { prompt } = task;
    const about = { asked, prompt, part: "task", round: 1, rng: streams[i]!, budget: new CallBudget(Infinity) };
    const shown = { count, errors, correct, seen, gradient };
    if (asked === "gradient") {
      const texts = await tools.ask({ ...about, ...shown });
      for (const text of texts) report({ type: "gradient", round: 1, parent: prompt.id, id: text, text, rows: [] });
      return [];
    }
    const origin: Origin = { ...(asked === "edit" ? { kind: asked, gradient } : { kind: asked }), parent: prompt.id };
    const written = await tools.write({ ...about, ...shown });
    const made = written.map((changes) => tools.admit(changes, prompt, [...errors, ...correct], 1, asked));
    return made.flatMap((own) => (own === undefined ? [] : [{ prompt: own, origin, round: 1 }]));
  }
}

/** Reports each text once as a candidate, and again as one that is dropped. */
function reportAll(candidates: readonly Candidate[], report: (event: RunEvent) => void): void {
  const known = new Set<string>();
  for (const { prompt, origin, round } of candidates) {
    const parts = Object.fromEntries(prompt.parts.map(({ name, text }) => [name, text]));
    const about = { round, id: prompt.id, parts, origin };
    if (known.has(prompt.id)) report({ type: "candidate-dropped", ...about, why: "duplicate" });
    else report({ type: "candidate", ...about });
    known.add(prompt.id);
  }
}
