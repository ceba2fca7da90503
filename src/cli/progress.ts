/** Shows a run as it goes: lines for what happened, and on a terminal one live line with its state. */
import type { Phase } from "../core/work.ts";
import type { RunEvent } from "../core/events.ts";
import { counted, withInterval } from "../core/values/words.ts";
import { naming } from "../facts/names.ts";
import { protectedSentence, refusalSentence } from "../report/refusals.ts";
import { turnedSentence } from "../report/yields.ts";
import { LiveLine } from "./live-line.ts";
import { Status } from "./status.ts";
import { Tally } from "./tally.ts";
import type { Terminal } from "./terminal.ts";

const PHASES: Readonly<Record<Phase, string>> = {
  headroom: "measuring headroom",
  errors: "finding errors",
  proposing: "writing",
  selecting: "selecting",
  dev: "scoring on dev",
  verdict: "reading test rows",
};

export interface Progress {
  show(event: RunEvent): void;
  /** Clears the live line. To be called however the work ends. */
  end(): void;
}

export interface Expected {
  /** What is being done, for work without rounds. */
  readonly place?: string;
  readonly maxCalls: number;
}

export function progress(
  terminal: Terminal,
  { place = "", maxCalls }: Expected,
  now: () => number = Date.now,
): Progress {
  const status = new Status(place, maxCalls, now);
  const line = new LiveLine(terminal, () => status.toString(), now);
  const say = (text: string): void => line.say(text);
  let tally = new Tally();
  let round = "";
  let plannedRounds: number | undefined;
  let unscored = 0;
  const names = naming();
  let isResumed = false;
  /** As `protegi show` names it. A resumed run may have written others before, which are counted there and not known here. */
  const nameOf = (id: string): string => (isResumed ? id : names.prompt(id));
  /** Whether the status says more than when it was last shown. */
  let news = false;

  function tell(): void {
    if (news) line.tell();
    news = false;
  }

  function note(event: RunEvent): void {
    names.note(event);
    switch (event.type) {
      case "run-started":
        status.maxCalls = event.maxCalls;
        ({ plannedRounds, resumed: isResumed } = event);
        if (event.resumed)
          say(`Resuming run ${event.runId}, which was cut off: what it has paid for is not paid again.`);
        break;
      case "headroom":
        say(`Headroom: ${event.headroom.word}. ${event.headroom.reasons.join(" ")}`);
        break;
      case "round-started":
        if (event.round > 1) tell();
        tally = new Tally();
        round =
          plannedRounds === undefined
            ? `round ${event.round}/${event.rounds}`
            : `round ${ofRounds(event, plannedRounds)}`;
        status.place = round;
        say(`Round ${ofRounds(event, plannedRounds)}: ${counted(event.beam.length, "prompt")} to improve`);
        break;
      case "phase":
        status.place =
          event.phase === "verdict" || round === "" ? PHASES[event.phase] : `${round}, ${PHASES[event.phase]}`;
        if (event.phase === "selecting") say(`  ${tally.toString()}`);
        if (event.phase === "verdict") {
          tell();
          say("Verdict: the initial prompt and the best one found, on the test rows");
        }
        break;
      case "selected":
        say(
          `  kept ${event.kept.length} of ${counted(event.ranking.length, "prompt")} after ${counted(event.evaluations, "evaluation")} (${event.selector})`,
        );
        break;
      case "dev-score":
        say(
          `  ${nameOf(event.id)} on dev: ${withInterval(event.score)}${status.scored(event) ? ", the best so far" : ""}`,
        );
        break;
      case "protected-rows":
        say(`  ${protectedSentence(event)}`);
        break;
      case "finalist-refused":
        say(`  ${refusalSentence(event, nameOf)}`);
        break;
      case "writer-turned":
        say(`  ${turnedSentence(event)}`);
        break;
      case "notice":
        say(event.text);
        break;
      case "spending":
        status.spent(event.spending);
        news = true;
        line.tellNowAndThen();
        break;
      case "row-unscored":
        if (unscored === 0) say(`A row is left out, since it could not be scored. ${event.message}`);
        unscored += 1;
        break;
      case "errors-found":
      case "gradient":
      case "gradient-conflict":
      case "candidate":
      case "candidate-rejected":
      case "reply-dropped":
      case "part-unwrapped":
        tally.note(event);
        break;
      case "arms":
      case "asked":
      case "candidate-dropped":
      case "row-set-aside":
      case "search-ended":
      case "verdict":
      case "events-withdrawn":
      case "run-ended":
        break;
    }
  }

  return {
    show(event) {
      note(event);
      line.draw();
    },
    end: () => {
      line.end();
      if (unscored > 1) say(`In all, the metric failed on ${counted(unscored, "answer")}; their rows are left out.`);
    },
  };
}

/** A round of all: with a plan of about so many; the limit is higher, and counts once they are over. */
function ofRounds({ round, rounds }: { readonly round: number; readonly rounds: number }, planned = rounds): string {
  if (planned >= rounds) return `${round} of ${rounds}`;
  return round <= planned ? `${round} of about ${planned}` : `${round} of at most ${rounds}`;
}
