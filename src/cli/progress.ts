/** Shows a run as it goes: one live line on a terminal, plain lines elsewhere. */
import type { Phase, RunEvent, Spending } from "../core/events.ts";
import { count, counted, dollars, duration, score, withInterval } from "../report/words.ts";
import type { Terminal } from "./terminal.ts";

const PHASES: Record<Phase, string> = {
  headroom: "measuring the headroom",
  errors: "finding errors",
  proposing: "writing gradients, edits and paraphrases",
  selecting: "selecting",
  dev: "scoring on dev",
  verdict: "reading the test rows",
};

export interface Progress {
  show(event: RunEvent): void;
  /** Clears the live line. */
  end(): void;
}

export function progress(terminal: Terminal, now: () => number = Date.now): Progress {
  const { stderr } = terminal.io;
  const live = stderr.isTTY === true && !terminal.quiet;
  const startedAt = now();
  let maxCalls = 0;
  let where = "";
  let spending: Spending | undefined;
  let best: string | undefined;
  let drawnAt = 0;

  function say(text: string): void {
    clear();
    terminal.note(text);
  }

  function clear(): void {
    if (live) stderr.write("\r\u001b[K");
  }

  function draw(): void {
    if (!live || now() - drawnAt < 100) return;
    drawnAt = now();
    const elapsed = now() - startedAt;
    const calls = spending?.calls ?? 0;
    const parts = [
      where,
      `${count(calls)}/${count(maxCalls)} calls`,
      ...(spending === undefined ? [] : [spending.usd === undefined ? `${count(spending.inputTokens + spending.outputTokens)} tokens` : dollars(spending.usd)]),
      ...(calls > 0 && calls < maxCalls ? [`at most ${duration((elapsed / calls) * (maxCalls - calls))} left`] : []),
      ...(best === undefined ? [] : [`best on dev ${best}`]),
    ];
    stderr.write(`\r\u001b[K${parts.join(" · ").slice(0, (stderr.columns ?? 80) - 1)}`);
  }

  return {
    show(event) {
      switch (event.type) {
        case "run-started":
          maxCalls = event.maxCalls;
          if (event.resumed) say(`Going on with run ${event.runId}, which was cut off.`);
          break;
        case "round-started":
          where = `round ${event.round}/${event.rounds}`;
          say(`Round ${event.round} of ${event.rounds}: ${counted(event.beam.length, "prompt")} in the beam`);
          break;
        case "phase":
          where = `${where.split(" · ")[0]} · ${PHASES[event.phase]}`;
          if (event.phase === "verdict") say("Verdict: the initial prompt and the best one found on the test rows");
          break;
        case "errors-found":
          say(`  ${event.parent}: ${counted(event.errors, "error")} on ${counted(event.rows, "row")}`);
          break;
        case "selected":
          say(`  ${counted(event.ranking.length, "candidate")}, ${counted(event.evaluations, "evaluation")} by ${event.selector}; kept ${event.kept.join(", ")}`);
          break;
        case "dev-score":
          if (best === undefined || event.score.value > Number(best)) best = score(event.score.value);
          say(`  ${event.id} on dev: ${withInterval(event.score)}`);
          break;
        case "headroom":
          say(`Headroom: ${event.headroom.word}. ${event.headroom.reasons.join(" ")}`);
          break;
        case "notice":
          say(event.text);
          break;
        case "spending":
          spending = event.spending;
          break;
        case "gradient":
        case "candidate":
        case "candidate-rejected":
        case "reply-dropped":
        case "search-ended":
        case "verdict":
        case "run-ended":
          break;
      }
      draw();
    },
    end: clear,
  };
}
