/** `protegi step`: one minibatch only: errors, gradients, edits, paraphrases, nothing selected. */
import { CallBudget } from "../../core/budget.ts";
import type { RunEvent } from "../../core/events.ts";
import { expandInitial } from "../../core/methods/protegi/first.ts";
import { callsPerExpansion } from "../../core/methods/protegi/plan.ts";
import { estimateCalls, type CostEstimate } from "../../run/estimate.ts";
import { lessonsFor } from "../../run/lessons.ts";
import { fingerprintOf } from "../../run/record.ts";
import { wire } from "../../run/wire.ts";
import type { Store } from "../../stores/store.ts";
import type { CommandParts } from "../command.ts";
import { configFlags, type ConfigFlags } from "../config-flags.ts";
import { consent } from "../consent.ts";
import { EXIT } from "../exit.ts";
import { progress } from "../progress.ts";
import { withModels, withStore, type Session } from "../session.ts";
import { stepDocument, stepLines, type Step } from "../screens/step.ts";
import type { Terminal } from "../terminal.ts";
import { withWayOn } from "../way-on.ts";

export const stepCommand: CommandParts<ConfigFlags> = {
  name: "step",
  args: "[config]",
  summary: "one minibatch only: errors, gradients, edits and paraphrases, to see for a few calls what a run would do",
  examples: ["protegi step", "protegi step --set search.minibatchSize=32 --set search.errorGroups=2"],
  flags: configFlags,
  run: (terminal, args, flags) =>
    withModels(terminal, args, flags, async (session) => {
      await consent(terminal, session, stepEstimate(session), flags);
      return withStore(terminal, session.file, async (store) => {
        const taken = await step(terminal, session, store);
        terminal.document(stepDocument(taken));
        terminal.print(...stepLines(terminal, session.task, taken));
        return EXIT.ok;
      });
    }),
};

async function step(terminal: Terminal, { task, settings, models }: Session, store: Store): Promise<Step> {
  const events: RunEvent[] = [];
  const bar = progress(terminal, { place: "one minibatch", maxCalls: callsPerExpansion(settings.search) });
  // A run would learn from none of its like either.
  const lessons = await lessonsFor(store, task, settings.search.lessons, fingerprintOf(task, models, settings));
  const { path, tools } = wire(
    { task, models, settings, store, lessons, signal: terminal.io.signal, onEvent: bar.show },
    (event) => {
      events.push(event);
      if (event.type === "notice") bar.show(event);
    },
  );
  try {
    const budget = new CallBudget(settings.budget.calls ?? Infinity);
    const { successors, seen } = await expandInitial(tools, settings.search, settings.seed, budget);
    return { seen, successors, events, cost: path.spending() };
  } catch (error) {
    throw withWayOn(error);
  } finally {
    bar.end();
    await path.close();
  }
}

/** One parent of the first round, at most with all of its groups. */
function stepEstimate({ task, settings, models }: Session): CostEstimate {
  const { minibatchSize } = settings.search;
  const writing = callsPerExpansion(settings.search) - minibatchSize;
  const none = { answering: minibatchSize, writing: 0 };
  return estimateCalls(task, [task.prompt], settings, models, none, { ...none, writing });
}
