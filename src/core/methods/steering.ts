/** What a person's inputs do to the candidates of a search: vetoed ones leave, added and pinned ones stay. */
import type { Candidate } from "../candidate.ts";
import { UsageError } from "../errors.ts";
import type { Checkpoint } from "../inputs.ts";
import type { Changes, Prompt } from "../prompt/prompt.ts";
import type { Tools } from "../tools.ts";
import { reportCandidate, reportDropped } from "./admitted.ts";

export class Steering {
  readonly #tools: Tools;
  readonly #vetoed = new Set<string>();
  readonly #pinned = new Set<string>();
  /** Every candidate that was at a barrier, so that a pin finds one that selection has dropped. */
  readonly #met = new Map<string, Candidate>();
  #stopped = false;

  constructor(tools: Tools) {
    this.#tools = tools;
  }

  /** Whether the search is to end. */
  get stopped(): boolean {
    return this.#stopped;
  }

  /** The candidates after what a person wants at this barrier; the same array when that changes nothing. */
  async at(at: Checkpoint): Promise<readonly Candidate[]> {
    const { candidates, round } = at;
    for (const candidate of candidates) this.#met.set(candidate.prompt.id, candidate);
    for (const input of await this.#tools.checkpoint(at)) {
      if (input.kind === "stop") this.#stopped = true;
      if (input.kind === "veto") {
        this.#vetoed.add(input.prompt);
        this.#pinned.delete(input.prompt);
      }
      if (input.kind === "pin") this.#pinned.add(input.prompt);
      if (input.kind !== "add") continue;
      const prompt = this.#admitted(input.parts, round);
      if (prompt === undefined) continue;
      const candidate: Candidate = { prompt, origin: { kind: "added" }, round };
      reportCandidate(this.#tools, candidate);
      this.#met.set(prompt.id, candidate);
      // What a person added is tried on dev, whatever a method does with it.
      this.#pinned.add(prompt.id);
    }
    const kept = candidates.filter((candidate) => !this.#isVetoed(candidate, round));
    const here = new Set(kept.map(({ prompt }) => prompt.id));
    const pinned = [...this.#pinned].flatMap((id) => (here.has(id) ? [] : (this.#met.get(id) ?? [])));
    return kept.length === candidates.length && pinned.length === 0 ? candidates : [...kept, ...pinned];
  }

  /** The prompt that a person adds; one with a part that there is not is left out, for the run cannot ask again. */
  #admitted(parts: Changes, round: number): Prompt | undefined {
    const { admit, task, report } = this.#tools;
    try {
      return admit(parts, task.prompt, [], round);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      report({ type: "notice", text: `A prompt that was added is left out. ${error.message}` });
      return undefined;
    }
  }

  #isVetoed(candidate: Candidate, round: number): boolean {
    if (!this.#vetoed.has(candidate.prompt.id)) return false;
    reportDropped(this.#tools, { ...candidate, round }, "veto");
    return true;
  }
}
