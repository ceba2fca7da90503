/** `protegi check`: reads everything, and says what a run would do, at no cost. */
import type { Command } from "commander";
import { CallBudget } from "../core/budget.ts";
import type { Role } from "../core/model.ts";
import { rng } from "../core/rng.ts";
import { estimateRun } from "../estimate.ts";
import type { Tools } from "../core/tools.ts";
import { wire } from "../wire.ts";
import { memoryStore } from "../stores/memory.ts";
import { checkDocument, checkLines, type LiveCall } from "./check-screen.ts";
import type { CommandParts } from "./command.ts";
import { configFlags, type ConfigFlags } from "./config-flags.ts";
import { EXIT } from "./exit.ts";
import { checkRun, withModels, type Session } from "./session.ts";

export interface CheckFlags extends ConfigFlags {
  readonly live?: boolean;
}

export const checkCommand: CommandParts<CheckFlags> = {
  name: "check",
  args: "[config]",
  summary: "read everything, show a filled prompt, the splits and the estimate; costs nothing without --live",
  examples: ["protegi check", "protegi check --live", "protegi check --preset paper --json"],
  flags: (command: Command) => configFlags(command).option("--live", "make one tiny real call for each role"),
  run: (terminal, args, flags) =>
    withModels(terminal, args, flags, async (session) => {
      const { task, settings, models } = session;
      await checkRun(session);
      const estimate = estimateRun(task, settings, models);
      const { path, tools } = wire(
        { task, models, settings, store: memoryStore(), signal: terminal.io.signal },
        () => undefined,
      );
      try {
        const live = flags.live === true ? await callBoth(session, tools) : undefined;
        terminal.document(checkDocument(session, estimate, live));
        terminal.print(...checkLines(terminal, session, estimate, live));
        return EXIT.ok;
      } finally {
        await path.close();
      }
    }),
};

/** One row for the task model, one paraphrase for the optimizer model. */
async function callBoth({ task, settings, models }: Session, tools: Tools): Promise<LiveCall[]> {
  const budget = new CallBudget(2);
  const timed = async (role: Role, call: () => Promise<string | undefined>): Promise<LiveCall> => {
    const began = performance.now();
    const reply = await call();
    return {
      role,
      model: models[role].id,
      ...(reply !== undefined && { reply }),
      milliseconds: Math.round(performance.now() - began),
    };
  };
  return [
    await timed(
      "task",
      async () =>
        (await tools.evaluate(task.prompt, task.train.slice(0, 1), { round: 0, phase: "errors", budget }))[0]?.answer,
    ),
    await timed(
      "optimizer",
      async () =>
        (
          await tools.ask({
            asked: "paraphrase",
            prompt: task.prompt,
            count: 1,
            round: 0,
            rng: rng(settings.seed),
            budget,
          })
        )[0],
    ),
  ];
}
