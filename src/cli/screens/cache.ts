/** What `protegi cache` shows: how much is stored, and which runs paid for it. */
import { count, counted, megabytes } from "../../core/values/words.ts";
import { table } from "../../report/table.ts";
import { short } from "../../report/words.ts";
import type { CacheSize, Store } from "../../stores/store.ts";
import { statusWord } from "../commands/runs.ts";

/** What one run has paid for; without a run, what `evaluate`, `compare`, `step` and `check --live` have. */
export interface Share {
  readonly run?: string;
  /** Absent when there is no record of the run. */
  readonly status?: string;
  answers: number;
  /** In and out. */
  tokens: number;
  /** When the last one arrived: ISO 8601, UTC. */
  last?: string;
}

/** The answers by the run that paid for them, the newest run first. */
export async function sharesOf(store: Store): Promise<Share[]> {
  const runs = new Map((await store.listRuns()).map(({ id, status }) => [id, statusWord(status)]));
  const shares = new Map<string, Share>(
    [...runs].map(([run, status]) => [run, { run, status, answers: 0, tokens: 0 }]),
  );
  for await (const { run = "", usage, at } of store.readAnswers()) {
    const share = shares.get(run) ?? { ...(run !== "" && { run }), answers: 0, tokens: 0 };
    shares.set(run, share);
    share.answers += 1;
    share.tokens += usage.input + usage.output;
    if (at !== undefined && (share.last === undefined || at > share.last)) share.last = at;
  }
  return [...shares.values()].filter(({ answers }) => answers > 0);
}

/** The screen as data, for --json. */
export function cacheDocument(folder: string, { answers, bytes }: CacheSize, shares: readonly Share[]): object {
  return { folder, answers, bytes, shares };
}

export function cacheLines(folder: string, { answers, bytes }: CacheSize, shares: readonly Share[]): string[] {
  const rows = shares.map((share) => [
    share.run ?? "no run",
    share.status ?? "",
    count(share.answers),
    short(share.tokens),
    share.last?.slice(0, 16).replace("T", " ") ?? "",
  ]);
  return [
    `${counted(answers, "answer")}, ${megabytes(bytes)} in ${folder}`,
    ...(rows.length === 0 ? [] : ["", ...table(["paid for by", "status", "answers", "tokens", "last (UTC)"], rows)]),
  ];
}
