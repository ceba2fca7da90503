/** What a store in memory keeps of runs besides their records, as JSON text: events, inputs, rows, outcomes, exchanges. */
import type { Store } from "../store.ts";
import { storedEvent, storedInput, type StoredExchange, type StoredOutcome, type StoredRow } from "../stored.ts";

type Histories = Pick<
  Store,
  | "appendEvents"
  | "readEvents"
  | "putRows"
  | "readRows"
  | "putOutcomes"
  | "readOutcomes"
  | "clearOutcomes"
  | "putExchanges"
  | "readExchanges"
  | "appendInput"
  | "readInputs"
>;

/** Where what is put is not there yet, it goes to the end; else it takes the place of the first. */
type Kept = Map<string, string>;

export function historiesInMemory(): Histories {
  const events = new Map<string, string[]>();
  const inputs = new Map<string, string[]>();
  const rows: Kept = new Map();
  const outcomes = new Map<string, Kept>();
  const exchanges = new Map<string, Kept>();

  return {
    async appendEvents(runId, added) {
      of(events, runId, () => []).push(...added.map((event) => JSON.stringify(event)));
    },
    readEvents: async (runId, after = 0) => readLog(events.get(runId), after, storedEvent),

    async putRows(added) {
      for (const row of added) rows.set(row.id, JSON.stringify(row));
    },
    async readRows(ids) {
      const wanted = ids && new Set(ids);
      const found = [...rows].filter(([id]) => wanted === undefined || wanted.has(id));
      return found.map(([, text]) => JSON.parse(text) as StoredRow);
    },

    async putOutcomes(runId, added) {
      const kept = of(outcomes, runId, () => new Map<string, string>());
      for (const one of added) kept.set(JSON.stringify([one.prompt, one.row, one.repeat]), JSON.stringify(one));
    },
    async readOutcomes(runId, { prompt, row } = {}) {
      const all = [...(outcomes.get(runId)?.values() ?? [])].map((text) => JSON.parse(text) as StoredOutcome);
      return all.filter(
        (one) => (prompt === undefined || one.prompt === prompt) && (row === undefined || one.row === row),
      );
    },
    async clearOutcomes(runId) {
      outcomes.delete(runId);
    },

    async putExchanges(runId, added) {
      const kept = of(exchanges, runId, () => new Map<string, string>());
      for (const one of added) kept.set(one.key, JSON.stringify(one));
    },
    async readExchanges(runId, round) {
      const all = [...(exchanges.get(runId)?.values() ?? [])].map((text) => JSON.parse(text) as StoredExchange);
      return all.filter((one) => round === undefined || one.round === round);
    },

    async appendInput(runId, input) {
      of(inputs, runId, () => []).push(JSON.stringify(input));
    },
    readInputs: async (runId, after = 0) => readLog(inputs.get(runId), after, storedInput),
  };
}

function of<T>(all: Map<string, T>, runId: string, begin: () => T): T {
  const found = all.get(runId) ?? begin();
  all.set(runId, found);
  return found;
}

function readLog<T>(log: readonly string[] = [], after: number, read: (text: string, sequence: number) => T): T[] {
  const first = Math.max(0, after);
  return log.slice(first).map((text, index) => read(text, first + index + 1));
}
