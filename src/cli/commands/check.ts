/** `protegi check`: reads everything, and says what a run would do, at no cost; with --live, whether it works and may pay. */
import type { Command } from "commander";
import { estimateCalls, estimateRun, type CostEstimate } from "../../run/estimate.ts";
import { checkDocument, checkLines } from "../screens/check.ts";
import type { CommandParts } from "../command.ts";
import { configFlags, type ConfigFlags } from "../config-flags.ts";
import { consent } from "../consent.ts";
import { EXIT } from "../exit.ts";
import { allWork, liveCalls } from "../live-calls.ts";
import { headroomCalls, liveHeadroom } from "../live-headroom.ts";
import { checkRun, withModels, type Session } from "../session.ts";

export interface CheckFlags extends ConfigFlags {
  readonly live?: boolean;
}

export const checkCommand: CommandParts<CheckFlags> = {
  name: "check",
  args: "[config]",
  summary: "read everything, show a filled prompt, the splits and the estimate; costs nothing without --live",
  examples: ["protegi check", "protegi check --live", "protegi check --preset paper --json"],
  flags: (command: Command) =>
    configFlags(command).option(
      "--live",
      "make one tiny real call for each role, then measure whether there is a gain to be had",
    ),
  run: (terminal, args, flags) =>
    withModels(terminal, args, flags, async (session) => {
      await checkRun(session);
      const estimate = estimateRun(session.task, session.settings, session.models);
      if (flags.live === true) await consent(terminal, session, liveEstimate(session), flags);
      const live = flags.live === true ? await liveCalls(terminal, session) : undefined;
      const measured = live !== undefined && allWork(live) ? await liveHeadroom(terminal, session) : undefined;
      terminal.document(checkDocument(session, estimate, live, measured));
      terminal.print(...checkLines(terminal, session, estimate, live, measured));
      return live === undefined || allWork(live) ? EXIT.ok : EXIT.error;
    }),
};

/** One call for each role, and those of the headroom, which has one paraphrase. */
function liveEstimate({ task, settings, models }: Session): CostEstimate {
  const more = headroomCalls(settings);
  const most = { answering: Math.max(1, more), writing: more === 0 ? 1 : 2 };
  return estimateCalls(task, [task.prompt], settings, models, { answering: 1, writing: 1 }, most);
}
