/** `protegi runs`: the runs of a folder. */
import { nextCommand } from "../next-command.ts";
import { table } from "../../report/table.ts";
import { score, signed } from "../../core/values/words.ts";
import { headlineOf, optionsOf } from "../../run/result.ts";
import type { RunListing } from "../../stores/store.ts";
import type { CommandParts } from "../command.ts";
import { EXIT } from "../exit.ts";
import { storeFlags, withFoundStore, type StoreFlags } from "../session.ts";

export const runsCommand: CommandParts<StoreFlags> = {
  examples: ["protegi runs", "protegi runs --config examples/reviews/protegi.yaml --json"],
  flags: storeFlags,
  run: (terminal, _, flags) =>
    withFoundStore(terminal, flags, async (store, _database, file) => {
      const runs = await store.listRuns();
      terminal.document("runs", { runs });
      const header = ["run", "status", "started (UTC)", "model", "metric", "initial", "best", "verdict"];
      terminal.print(
        ...(runs.length === 0
          ? [`No runs yet. Start one with: ${nextCommand(terminal, "optimize", { file })}`]
          : table(header, runs.map(listed), terminal.room)),
      );
      return EXIT.ok;
    }),
};

/** A run whose process was killed still says that it is running. */
export function statusWord(status: RunListing["status"]): string {
  return status === "running" ? "unfinished" : status;
}

function listed(run: RunListing): string[] {
  const { models, metric } = optionsOf(run);
  const verdict = headlineOf(run)?.verdict;
  return [
    run.id,
    statusWord(run.status),
    run.startedAt.slice(0, 16).replace("T", " "),
    models?.task ?? "",
    metric ?? "",
    ...(verdict === undefined
      ? ["", "", ""]
      : [score(verdict.initial), score(verdict.winner), `${verdict.word} (${signed(verdict.difference)})`]),
  ];
}
