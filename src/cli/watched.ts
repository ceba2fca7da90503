/** A job with its progress shown; where it is interrupted, the error says how to resume. */
import type { RunEvent } from "../core/events.ts";
import { reporterOf } from "./reporter.ts";
import { progress, type Expected } from "./progress.ts";
import type { Session } from "./session.ts";
import type { Terminal } from "./terminal.ts";
import { withWayOn } from "./way-on.ts";

/** Events of work without rounds that are shown. */
const ALWAYS: ReadonlySet<RunEvent["type"]> = new Set(["notice", "spending", "row-unscored"]);

/**
 * Does a job that may ask models.
 * @param command what resumes the work; default: the command as it was given
 */
export async function watched<T>(
  terminal: Terminal,
  session: Session,
  expected: Expected,
  job: (watched: Session) => Promise<T>,
  command?: string,
): Promise<T> {
  const bar = progress(terminal, expected);
  // Work without rounds has no place of its own for what a run tells round by round.
  const reporter = reporterOf(terminal, session);
  const onEvent = (event: RunEvent): void => {
    terminal.events(event);
    reporter(event);
    if (expected.place === undefined || ALWAYS.has(event.type)) bar.show(event);
  };
  try {
    return await job({ ...session, onEvent });
  } catch (error) {
    throw withWayOn(error, command);
  } finally {
    bar.end();
  }
}
