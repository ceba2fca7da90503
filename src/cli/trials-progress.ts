/** Shows trials as they go: a line for each that has ended, and on a terminal one live line of the one under way. */
import type { RunEvent } from "../core/events.ts";
import { counted, score } from "../core/values/words.ts";
import type { Repeat } from "../trials/repeats.ts";
import type { Trial } from "../trials/run-trials.ts";
import { LiveLine } from "./live-line.ts";
import { Status } from "./status.ts";
import type { Terminal } from "./terminal.ts";

export interface TrialsProgress {
  start(variant: string, repeat: Repeat): void;
  show(event: RunEvent): void;
  ended(trial: Trial): void;
  /** Clears the live line. To be called however the work ends. */
  end(): void;
}

export function trialsProgress(terminal: Terminal, trials: number, now: () => number = Date.now): TrialsProgress {
  let status = new Status("", 0, now);
  let name = "";
  let begun = 0;
  const said = new Set<string>();
  const line = new LiveLine(terminal, () => status.toString(), now);
  return {
    start(variant, { seed, splitSeed }) {
      begun += 1;
      name = `${begun}/${trials} ${variant}, ${splitSeed === undefined ? "" : `split ${splitSeed}, `}seed ${seed}`;
      status = new Status(name, 0, now);
    },
    show(event) {
      if (event.type === "run-started") status.maxCalls = event.maxCalls;
      if (event.type === "round-started") status.place = `${name}, round ${event.round}`;
      if (event.type === "dev-score") status.scored(event);
      if (event.type === "spending") {
        status.spent(event.spending);
        line.tellNowAndThen();
      }
      // What one trial has to say of the models is what the others have.
      if (event.type === "notice" && !said.has(event.text)) {
        said.add(event.text);
        line.say(event.text);
      }
      line.draw();
    },
    ended({ result: { verdict, cost }, known }) {
      const found =
        verdict === undefined
          ? "no verdict, the budget ended"
          : `${score(verdict.initial.value)} → ${score(verdict.winner.value)}, ${verdict.word}`;
      line.say(`  ${name}: ${found}, ${known ? "run before" : counted(cost.calls, "call")}`);
    },
    end: () => line.end(),
  };
}
