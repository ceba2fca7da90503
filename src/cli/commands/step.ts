/** `protegi step`: one minibatch only: errors, gradients, edits, paraphrases, nothing selected. */
import { callsPerExpansion } from "../../core/methods/protegi/plan.ts";
import { stepEstimate, stepWith } from "../../jobs/step.ts";
import { subjectOf } from "../subject.ts";
import type { CommandParts } from "../command.ts";
import { configFlags, type ConfigFlags } from "../config-flags.ts";
import { consent } from "../consent.ts";
import { EXIT } from "../exit.ts";
import { stepDocument, stepLines } from "../screens/step.ts";
import { noteData, withSession } from "../session.ts";
import { watched } from "../watched.ts";

export const stepCommand: CommandParts<ConfigFlags> = {
  examples: ["protegi step", "protegi step --set search.minibatchSize=32 --set search.errorGroups=2"],
  flags: configFlags,
  run: (terminal, args, flags) =>
    withSession(terminal, args, flags, async (session) => {
      noteData(terminal, session);
      await consent(terminal, session, stepEstimate(session), flags);
      const expected = { place: "one minibatch", maxCalls: callsPerExpansion(session.settings.search) };
      const taken = await watched(terminal, session, expected, stepWith);
      terminal.document("step", stepDocument(taken), subjectOf(session));
      terminal.print(...stepLines(terminal, session, taken));
      return EXIT.ok;
    }),
};
