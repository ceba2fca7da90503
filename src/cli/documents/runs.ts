/** The documents of runs, finished and stored, as schemas. */
import { z } from "zod";
import { document } from "./document.ts";
import * as part from "./parts.ts";

const text = z.string();
const number = z.number();
const flag = z.boolean();

const result = {
  runId: text,
  resumed: flag,
  prompt: text.describe(
    "The recommended prompt: the best found if the verdict is better or it alone meets the limits, else the initial one",
  ),
  messages: part.messages,
  best: text,
  initial: text,
  verdict: part.verdict.optional().describe("Absent when the test rows were not read"),
  stopped: part.stopped,
  candidates: z.array(
    z.strictObject({
      id: text,
      text,
      parts: part.parts,
      messages: part.messages,
      origin: part.origin,
      dev: part.estimate,
      round: number,
      tokens: number.optional(),
      limits: part.limits.optional(),
      refused: z.literal(true).optional().describe("It may not win: it misses a limit, or breaks a protected row"),
    }),
  ),
  limits: part.limitsWord.optional().describe("Whether the best prompt found meets the limits on dev"),
  front: part.front.optional(),
  protectedRows: part.protectedRows.optional(),
  refused: part.refused.optional(),
  gradients: z.array(part.gradient),
  signatures: z.array(part.signature),
  answer: part.holding.optional(),
  writer: z.array(z.looseObject({ asked: text, wanted: number, usable: number })).optional(),
  turned: z.looseObject({}).optional(),
  cost: part.spending,
  costByPrompt: z.record(text, part.costOf),
  plan: part.plan,
  simulated: flag,
};
const status = z.enum(["running", "finished", "stopped", "failed"]);
const listing = {
  id: text,
  fingerprint: text,
  testSet: text,
  readTest: flag,
  salt: text,
  status,
  startedAt: text,
  endedAt: text.optional(),
  options: z.record(text, z.unknown()),
  headline: z.record(text, z.unknown()).optional(),
};
const round = z.looseObject({
  round: number,
  gradients: z.array(part.gradient),
  candidates: number,
  evaluations: number,
  beam: z.array(z.strictObject({ id: text, estimate: part.estimate, dev: part.estimate.optional() })),
});
const summary = z.looseObject({
  initial: z.strictObject({ id: text, text }).optional(),
  headroom: part.headroom.optional(),
  rounds: z.array(round),
  prompts: z.record(text, z.strictObject({ parts: part.parts, origin: part.origin, round: number })),
  protectedRows: part.protectedRows.optional(),
  refused: part.refused.optional(),
  best: z.strictObject({ id: text, foundInRound: number }).optional(),
  stopped: part.stopped.optional(),
  signatures: z.array(part.signature),
  verdict: part.verdict.optional(),
  cost: part.spending.optional(),
  message: text.optional(),
});

export const runs = {
  optimize: document("optimize", result),
  "optimize-folds": document("optimize-folds", {
    folds: number,
    verdict: part.verdict.describe("Of the procedure: every row as the search of its fold answers it"),
    prompt: text,
    messages: part.messages,
    best: text,
    bestMessages: part.messages,
    initial: text,
    searches: z.array(
      z.strictObject({
        fold: number.optional().describe("Absent for the search on all rows"),
        runId: text,
        known: flag,
        rows: number,
        best: text,
        verdict: part.verdict.optional(),
        stopped: part.stopped,
        cost: part.spending,
      }),
    ),
    simulated: flag,
  }),
  runs: document("runs", { runs: z.array(z.strictObject(listing)) }),
  show: document("show", {
    ...listing,
    result: z.record(text, z.unknown()).optional(),
    summary,
    names: part.named.describe("Ids of prompts and gradients by their short names"),
  }),
  "show-requests": document("show-requests", {
    run: text,
    requests: z.array(z.looseObject({ round: number, parent: text, asked: text, messages: part.messages })),
  }),
  "show-prompt": document("show-prompt", {
    run: text,
    name: text,
    id: text,
    round: number,
    origin: part.origin,
    written: text,
    text: text.optional(),
    parts: part.parts.optional(),
    train: part.estimate.optional(),
    dev: part.estimate.optional(),
  }),
  "show-gradient": document("show-gradient", {
    run: text,
    name: text,
    id: text,
    text,
    rounds: z.array(part.gradient),
  }),
};
