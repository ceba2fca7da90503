/** `protegi optimize` with `splits.folds`: a search for each fold, one on all rows, and a verdict on the procedure. */
import { foldsEstimate, foldsWith, type FoldsResult } from "../jobs/folds.ts";
import { isFinished } from "../run/ending.ts";
import { promptDiff } from "../report/diff.ts";
import { foldsLines, searchLine } from "../report/folds.ts";
import { spent } from "../report/words.ts";
import { consent } from "./consent.ts";
import type { ConfigFlags } from "./config-flags.ts";
import { callsIn } from "./screens/estimate.ts";
import { noteData, type Session } from "./session.ts";
import { subjectOf } from "./subject.ts";
import { paintDiff, type Terminal } from "./terminal.ts";
import { watched } from "./watched.ts";

/** Runs the searches and shows what they ended with. */
export async function searchByFolds(
  terminal: Terminal,
  session: Session,
  flags: ConfigFlags & { readonly fresh?: boolean },
): Promise<FoldsResult> {
  const estimate = foldsEstimate(session);
  const { folds = 0 } = session.settings.splits;
  noteData(terminal, session);
  terminal.note(
    `${folds + 1} searches, one for each of ${folds} folds and one on all rows, take ${callsIn(estimate.calls)}.`,
  );
  await consent(terminal, session, estimate, flags);
  const expected = { place: `searching ${folds + 1} times`, maxCalls: estimate.calls.most };
  const result = await watched(terminal, session, expected, (opened) =>
    foldsWith(opened, { fresh: flags.fresh === true, onSearch: (search, of) => terminal.note(searchLine(search, of)) }),
  );
  const [word, ...lines] = foldsLines(result.verdict, folds, terminal.width);
  const diff = promptDiff(result.initial, result.best);
  terminal.document("optimize-folds", result, subjectOf(session));
  terminal.note("");
  terminal.print(
    ...(diff === ""
      ? ["The search on all rows found no better prompt.", ""]
      : [...paintDiff(terminal, diff, terminal.room), ""]),
    terminal.bold(word!),
    ...lines,
    "",
    `Spent ${spent(sumOf(result))}. The same command goes on where it was cut off, and pays for nothing twice.`,
  );
  return result;
}

/** Whether every row was judged that could be. */
export function allFinished({ searches }: FoldsResult): boolean {
  return searches.every(({ fold, stopped, verdict }) => fold === undefined || isFinished({ stopped, verdict }));
}

function sumOf({ searches }: FoldsResult): FoldsResult["searches"][number]["cost"] {
  const sum = (of: (cost: (typeof searches)[number]["cost"]) => number): number =>
    searches.reduce((all, { cost }) => all + of(cost), 0);
  const [{ cost }] = searches as readonly [(typeof searches)[number]];
  return {
    ...cost,
    calls: sum(({ calls }) => calls),
    cached: sum(({ cached }) => cached),
    inputTokens: sum(({ inputTokens }) => inputTokens),
    outputTokens: sum(({ outputTokens }) => outputTokens),
    ...(cost.usd !== undefined && { usd: sum(({ usd = 0 }) => usd) }),
  };
}
