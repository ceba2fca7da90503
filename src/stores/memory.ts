/** A store in memory: for the library's default, for tests, and as the plainest reading of the contract. */
import { historiesInMemory } from "./memory/histories.ts";
import { noSuchRun, runExists } from "./run-errors.ts";
import type { RunListing, RunRecord, Store, StoredAnswer, WhichAnswers } from "./store.ts";

/** A store that forgets everything with the process, and survives nothing. */
export function memoryStore(): Store {
  // Everything is kept as JSON text, as on disk, so that what was put cannot be changed from outside.
  const answers = new Map<string, string>();
  const runs = new Map<string, string>();
  const results = new Map<string, string>();
  const claimed = new Set<string>();
  const answerOf = (text: string): StoredAnswer => JSON.parse(text) as StoredAnswer;
  const some = (which: WhichAnswers): [key: string, text: string][] =>
    [...answers].filter(([, text]) => isAmong(answerOf(text), which));
  const listingOf = (text: string): RunListing => JSON.parse(text) as RunListing;

  return {
    ...historiesInMemory(),

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

    async createRun({ result, ...listing }) {
      if (runs.has(listing.id)) throw runExists(listing.id);
      runs.set(listing.id, JSON.stringify(listing));
      if (result !== undefined) results.set(listing.id, JSON.stringify(result));
    },
    async updateRun(id, { result, ...change }) {
      const text = runs.get(id);
      if (text === undefined) throw noSuchRun(id);
      runs.set(id, JSON.stringify({ ...listingOf(text), ...change }));
      if (result !== undefined) results.set(id, JSON.stringify(result));
    },
    async getRun(id) {
      const text = runs.get(id);
      if (text === undefined) return undefined;
      const result = results.get(id);
      return {
        ...listingOf(text),
        ...(result !== undefined && { result: JSON.parse(result) as NonNullable<RunRecord["result"]> }),
      };
    },
    async listRuns() {
      const newestFirst = (a: RunListing, b: RunListing): number =>
        a.startedAt < b.startedAt ? 1 : a.startedAt > b.startedAt ? -1 : 0;
      return [...runs.values()].reverse().map(listingOf).sort(newestFirst);
    },

    async claimRun(id) {
      if (claimed.has(id)) return undefined;
      claimed.add(id);
      return () => void claimed.delete(id);
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
