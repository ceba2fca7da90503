/** Watches what models reply, and ends a search that can learn nothing, between requests: whatever order replies arrive in. */
import type { Candidate } from "../candidate.ts";
import type { Checkpoint } from "../inputs.ts";
import type { Prompt } from "../prompt/prompt.ts";
import type { Exchange, Recorder } from "../evaluation/recorder.ts";
import type { Observation, Task } from "../task.ts";
import type { Tools } from "../tools.ts";
import { oneLine } from "../values/words.ts";
import { doubtful, EXCERPT, hopeless, unreadable, weighedAnswers, type Weighed } from "./answers.ts";
import { FutileError } from "./futile-error.ts";
import type { NotUnderstood } from "./futile.ts";
import { unreadableSentence } from "./sentences.ts";

/** Replies of the optimizer model from which on a search that could use none of them stops before its last round. */
const ENOUGH_REPLIES = 3;

export class Watch implements Recorder {
  readonly #initial: Prompt;
  readonly #test: ReadonlySet<string>;
  /** By prompt and row. */
  readonly #answers = new Map<string, Map<string, Weighed>>();
  /** By request: that of the headroom is made again, and found. */
  readonly #dropped = new Map<string, { readonly why: string; readonly reply: string }>();
  readonly #reading = Promise.withResolvers<boolean>();
  #understood = false;
  #weighed = false;
  #round = 0;
  #hasWritten = false;

  constructor(task: Task) {
    this.#initial = task.prompt;
    this.#test = new Set(task.test.map(({ id }) => id));
  }

  get round(): number {
    return this.#round;
  }

  /** Whether a new prompt has kept the contract. */
  get hasWritten(): boolean {
    return this.#hasWritten;
  }

  /** Whether the initial prompt's test rows are to be read: true from the first new prompt on, or as `end` decides. */
  get reading(): Promise<boolean> {
    return this.#reading.promise;
  }

  /** To be called when the search has ended. */
  end(read: boolean): void {
    this.#reading.resolve(read);
  }

  observed(prompt: Prompt, { example, invalid, why, answer }: Observation, repeat: number): void {
    // The test rows are read while the search goes on, and nothing of the search depends on them.
    if (repeat !== 0 || this.#test.has(example.id)) return;
    const rows = this.#answers.get(prompt.id) ?? new Map<string, Weighed>();
    this.#answers.set(prompt.id, rows);
    rows.set(example.id, { invalid, ...(why && { why }), answer: invalid ? answer.slice(0, 4 * EXCERPT) : "" });
  }

  asked({ asked, parent, part, request, items, dropped, reply }: Exchange): void {
    if (items.length > 0) this.#understood = true;
    // What was never delivered says nothing of how the model replies.
    else if (reply !== undefined)
      this.#dropped.set([asked, parent, part, request.sample].join(" "), {
        why: dropped ?? "empty",
        reply: oneLine(reply, EXCERPT),
      });
  }

  /**
   * The tools of a search that is watched.
   * @param read resolves when the test rows of the initial prompt were read, which begins when `reading` says so
   * @throws FutileError from its `evaluate` and `checkpoint`
   */
  over(tools: Tools, read: Promise<unknown>): Tools {
    return {
      ...tools,
      evaluate: (prompt, examples, work) => this.#evaluate(tools, prompt, examples, work),
      admit: (...asked) => {
        const prompt = tools.admit(...asked);
        if (prompt !== undefined) this.#hasWritten = true;
        // Where answers cannot be read, the test rows wait until the search has mended that.
        if (prompt !== undefined && this.#readable(this.#initial)) this.#reading.resolve(true);
        return prompt;
      },
      checkpoint: async (at) => {
        this.#check(at);
        // A run that a cap cuts has a verdict all the same. Its test rows show what calls take, before the cap cuts dev too:
        // the first calls may have been dearer than most.
        if (at.ended?.kind === "budget" && !this.#hasWritten) {
          this.#reading.resolve(true);
          await read;
        }
        return tools.checkpoint(at);
      },
    };
  }

  /**
   * To be called when the headroom was measured, which weighs its answers itself.
   * @throws FutileError
   */
  afterHeadroom(tools: Pick<Tools, "report">): void {
    const seen = this.#seen(this.#initial);
    const found = hopeless(seen);
    if (found !== undefined) throw new FutileError({ kind: "unreadable-answers", ...found });
    this.#weighed = seen.length > 0;
    this.#notice(tools, seen);
  }

  async #evaluate(
    tools: Tools,
    ...[prompt, examples, work]: Parameters<Tools["evaluate"]>
  ): Promise<readonly Observation[]> {
    // Without a budget only what is known is looked up: no answer arrives that could be weighed.
    const asksNothing = work.budget.left === 0;
    if (this.#weighed || asksNothing || prompt.id !== this.#initial.id || (work.repeat ?? 0) !== 0)
      return tools.evaluate(prompt, examples, work);
    this.#weighed = true;
    const { seen, hopeless: found } = await weighedAnswers(tools, prompt, examples, work);
    if (found !== undefined) throw new FutileError({ kind: "unreadable-answers", ...found });
    this.#notice(tools, seen);
    return seen;
  }

  #notice({ report }: Pick<Tools, "report">, seen: readonly Weighed[]): void {
    const found = doubtful(seen);
    if (found !== undefined) report({ type: "notice", text: unreadableSentence(found) });
  }

  #check({ round, stage, candidates }: Checkpoint): void {
    this.#round = Math.max(this.#round, stage === "proposing" ? round - 1 : round);
    const enough = stage === "dev" ? 1 : ENOUGH_REPLIES;
    if (!this.#understood && !this.#hasWritten && this.#dropped.size >= enough)
      throw new FutileError({ kind: "optimizer-not-understood", ...this.#notUnderstood() });
    // Between rounds the candidates are those that selection kept: where none can be read, no round has mended it.
    const kept = stage === "selecting" || this.#round === 0 ? [] : candidates;
    const [found] = kept.flatMap(({ prompt }) => unreadable(this.#seen(prompt)) ?? []);
    if (found !== undefined && kept.every((candidate) => !this.#readable(candidate.prompt)))
      throw new FutileError({ kind: "unreadable-answers", ...found });
  }

  #readable(prompt: Candidate["prompt"]): boolean {
    return unreadable(this.#seen(prompt)) === undefined;
  }

  /** In an order that does not depend on which answer arrived first. */
  #seen({ id }: Pick<Prompt, "id">): Weighed[] {
    const rows = [...(this.#answers.get(id) ?? [])];
    return rows.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, answer]) => answer);
  }

  #notUnderstood(): NotUnderstood {
    const byReason = [...Map.groupBy(this.#dropped.values(), ({ why }) => why)];
    const [why, replies] = byReason.toSorted(([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1))[0]!;
    const example = replies.map(({ reply }) => reply).toSorted()[0]!;
    return { why, dropped: this.#dropped.size, example };
  }
}
