/** The headroom measured from `check --live`, with the calls that a run begins with: it finds their answers in the store. */
import type { Headroom } from "../core/measuring/headroom-facts.ts";
import { CallBudget } from "../core/budget.ts";
import { BudgetError } from "../core/errors.ts";
import type { Spending } from "../core/events.ts";
import { HEADROOM_CALLS } from "../core/measuring/headroom.ts";
import type { Settings } from "../options/settings.ts";
import { headroomOf } from "../run/run.ts";
import { wire } from "../run/wire.ts";
import { progress } from "./progress.ts";
import { withStore, type Session } from "./session.ts";
import type { Terminal } from "./terminal.ts";
import { withWayOn } from "./way-on.ts";

/** What was measured, and what it took. */
export interface LiveHeadroom {
  readonly headroom: Headroom;
  readonly cost: Spending;
}

/** Calls that the headroom takes at most: those planned for it, and the first minibatch, which a run reads anyway. */
export function headroomCalls({ search }: Settings): number {
  return search.headroom ? search.minibatchSize + HEADROOM_CALLS : 0;
}

/** Undefined when the settings leave the headroom out, or a cap ended the calls. */
export async function liveHeadroom(terminal: Terminal, session: Session): Promise<LiveHeadroom | undefined> {
  const { task, settings, models, file } = session;
  if (!settings.search.headroom) return undefined;
  return withStore(terminal, file, async (store) => {
    const bar = progress(terminal, { place: "measuring headroom", maxCalls: headroomCalls(settings) });
    const { path, tools } = wire(
      { task, models, settings, store, signal: terminal.io.signal, onEvent: bar.show },
      (event) => {
        if (event.type === "notice") bar.show(event);
      },
    );
    try {
      const budget = new CallBudget(settings.budget.calls ?? Infinity);
      const headroom = await headroomOf(tools, settings, budget);
      return { headroom, cost: path.spending() };
    } catch (error) {
      if (!(error instanceof BudgetError)) throw withWayOn(error);
      terminal.note(`The headroom is not known: ${error.message}`);
      return undefined;
    } finally {
      bar.end();
      await path.close();
    }
  });
}
