/** A store in memory: for the library's default, for tests, and as the plainest reading of the contract. */
import type { RunEvent } from "../core/events.ts";
import { noSuchRun, runExists } from "./run-errors.ts";
import type { RunRecord, Store, StoredAnswer, WhichAnswers } from "./store.ts";

/** A store that forgets everything with the process, and survives nothing. */
export function memoryStore(): Store {
  // Everything is kept as JSON text, as on disk, so that what was put cannot be changed from outside.
  const answers = new Map<string, string>();
  const runs = new Map<string, string>();
  const events = new Map<string, string[]>();
  const claimed = new Set<string>();
  const answerOf = (text: string): StoredAnswer => JSON.parse(text) as StoredAnswer;
  const some = (which: WhichAnswers): [key: string, text: string][] =>
    [...answers].filter(([, text]) => isAmong(answerOf(text), which));
  const runOf = (text: string): RunRecord => JSON.parse(text) as RunRecord;

  return {
    async getAnswer(key) {
      const text = answers.get(key);
      return text === undefined ? undefined : answerOf(text);
    },
    async putAnswer(key, answer) {
      if (!answers.has(key)) answers.set(key, JSON.stringify(answer));
    },
    async *readAnswers() {
      for (const text of answers.values()) yield answerOf(text);
    },
    async cacheSize(which = {}) {
      const found = some(which);
      return { answers: found.length, bytes: found.reduce((sum, [, text]) => sum + Buffer.byteLength(text), 0) };
    },
    async clearAnswers(which = {}) {
      const found = some(which);
      for (const [key] of found) answers.delete(key);
      return found.length;
    },

    async createRun(run) {
      if (runs.has(run.id)) throw runExists(run.id);
      runs.set(run.id, JSON.stringify(run));
    },
    async updateRun(id, change) {
      const text = runs.get(id);
      if (text === undefined) throw noSuchRun(id);
      runs.set(id, JSON.stringify({ ...runOf(text), ...change }));
    },
    async getRun(id) {
      const text = runs.get(id);
      return text === undefined ? undefined : runOf(text);
    },
    async listRuns() {
      const newestFirst = (a: RunRecord, b: RunRecord): number =>
        a.startedAt < b.startedAt ? 1 : a.startedAt > b.startedAt ? -1 : 0;
      return [...runs.values()].reverse().map(runOf).sort(newestFirst);
    },

    async claimRun(id) {
      if (claimed.has(id)) return undefined;
      claimed.add(id);
      return () => void claimed.delete(id);
    },

    async appendEvents(runId, added) {
      const kept = events.get(runId) ?? [];
      events.set(runId, kept);
      for (const event of added) kept.push(JSON.stringify(event));
    },
    async readEvents(runId, from = 0) {
      return (events.get(runId) ?? []).slice(Math.max(0, from)).map((text) => JSON.parse(text) as RunEvent);
    },
    async clearEvents(runId) {
      events.delete(runId);
    },

    async close() {},
  };
}

function isAmong({ run = "", at = "" }: StoredAnswer, which: WhichAnswers): boolean {
  return (
    (which.run === undefined || run === which.run) &&
    (which.before === undefined || at < which.before) &&
    which.except?.includes(run) !== true
  );
}
