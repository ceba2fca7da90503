/** `protegi check`: reads everything, and says what a run would do, at no cost; with --live, whether it works and may pay. */
import type { Command } from "commander";
import type { RunEvent } from "../../core/events.ts";
import { calibrationCalls, liveCalibration } from "../../jobs/calibrate.ts";
import { checkWith, type Checked } from "../../jobs/check.ts";
import { allWork, headroomCalls, liveCalls, liveEstimate, liveHeadroom } from "../../jobs/live.ts";
import { liveWriter, writerRequests } from "../../jobs/live-writer.ts";
import { subjectOf } from "../subject.ts";
import type { CommandParts } from "../command.ts";
import { configFlags, type ConfigFlags } from "../config-flags.ts";
import { consent } from "../consent.ts";
import { EXIT } from "../exit.ts";
import { checkDocument, checkLines } from "../screens/check.ts";
import { withSession, type Session } from "../session.ts";
import type { Terminal } from "../terminal.ts";
import { watched } from "../watched.ts";

export interface CheckFlags extends ConfigFlags {
  readonly live?: boolean;
}

export const checkCommand: CommandParts<CheckFlags> = {
  examples: ["protegi check", "protegi check --live", "protegi check --preset paper --json"],
  flags: (command: Command) =>
    configFlags(command).option(
      "--live",
      "make one tiny real call for each role, then measure whether a gain is possible and what the optimizer model writes",
    ),
  run: (terminal, args, flags) =>
    withSession(terminal, args, flags, async (session) => {
      const checked = await checkWith(session);
      if (flags.live === true) await consent(terminal, session, liveEstimate(session), flags);
      const facts = flags.live === true ? { ...checked, ...(await tried(terminal, session)) } : checked;
      terminal.document("check", checkDocument(session, facts), subjectOf(session));
      terminal.print(...checkLines(terminal, session, facts));
      return facts.live === undefined || allWork(facts.live) ? EXIT.ok : EXIT.error;
    }),
};

/** What the models bring: one call for each, then the headroom, then what the writer writes. */
async function tried(
  terminal: Terminal,
  session: Session,
): Promise<Pick<Checked, "live" | "headroom" | "cost" | "writer" | "judged">> {
  const onEvent = (event: RunEvent): void => {
    if (event.type === "notice") terminal.note(event.text);
  };
  const live = await liveCalls({ ...session, onEvent });
  if (!allWork(live)) return { live };
  const expectedOfJudge = { place: "comparing with people", maxCalls: calibrationCalls(session.task) };
  const judged =
    session.task.human && (await watched(terminal, session, expectedOfJudge, (own) => liveCalibration(own)));
  const expected = { place: "measuring headroom", maxCalls: headroomCalls(session.settings) };
  const headroom = await watched(terminal, session, expected, liveHeadroom);
  const { most } = writerRequests(session.settings);
  const expectedOfWriter = { place: "trying the writer", maxCalls: most };
  const writer = await watched(terminal, session, expectedOfWriter, (own) => liveWriter(own, headroom));
  return { live, ...(judged && { judged }), ...headroom, ...(writer && { writer }) };
}
