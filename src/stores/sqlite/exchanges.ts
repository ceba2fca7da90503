/** What was sent to the optimizer model in a run, and what it replied. */
import type { StoredExchange } from "../stored.ts";
import type { Database } from "./database.ts";
import type { GroupCommit } from "./group-commit.ts";

export interface Exchanges {
  put(runId: string, exchanges: readonly StoredExchange[]): Promise<void>;
  read(runId: string, round?: number): StoredExchange[];
}

export function exchangesIn(db: Database, commits: GroupCommit): Exchanges {
  const insert = db.prepare(
    `INSERT INTO exchanges (run, key, round, exchange) VALUES (?, ?, ?, ?)
     ON CONFLICT (run, key) DO UPDATE SET round = excluded.round, exchange = excluded.exchange`,
  );
  const all = db.prepare("SELECT exchange FROM exchanges WHERE run = ? ORDER BY number");
  const ofRound = db.prepare("SELECT exchange FROM exchanges WHERE run = ? AND round = ? ORDER BY number");

  return {
    put(runId, exchanges) {
      const texts = exchanges.map((one) => [one.key, one.round, JSON.stringify(one)] as const);
      return commits.write(() => {
        for (const values of texts) insert.run(runId, ...values);
      });
    },
    read(runId, round) {
      const found = round === undefined ? all.all(runId) : ofRound.all(runId, round);
      return (found as { exchange: string }[]).map(({ exchange }) => JSON.parse(exchange) as StoredExchange);
    },
  };
}
