/** The documents of commands about a project, local models, stored answers and the machine, as schemas. */
import { z } from "zod";
import { document } from "./document.ts";

const text = z.string();
const number = z.number();

export const kept = {
  init: document("init", {
    wrote: z.array(text).describe("The files, as they are named"),
    data: text,
    label: text,
    task: text.describe("The kind of task"),
    labels: z.array(text).describe("The labels of a classification, once merged; else empty"),
    columns: z.array(text).describe("The columns that the prompt shows"),
    aliases: z.record(text, z.array(text)).optional().describe("Labels that are read as one"),
    omit: z.array(text).optional().describe("Labels whose rows are left out"),
    model: text,
    baseURL: text.optional(),
    why: z.strictObject({ label: text.optional(), task: text.optional() }).describe("Reasons of what was guessed"),
    problem: text.optional().describe("Why a run cannot start yet"),
  }),
  models: document("models", {
    folder: text,
    models: z.array(z.strictObject({ model: text, path: text, bytes: number })),
  }),
  "models-pull": document("models-pull", {
    model: text,
    path: text,
    bytes: number,
    sha256: text,
    source: text.optional(),
  }),
  cache: document("cache", {
    folder: text,
    answers: number,
    bytes: number,
    shares: z.array(
      z.strictObject({
        run: text.optional(),
        status: text.optional(),
        answers: number,
        tokens: number,
        last: text.optional(),
      }),
    ),
  }),
  "cache-clear": document("cache-clear", { folder: text, cleared: number }),
  "cache-prune": document("cache-prune", { folder: text, pruned: number, kept: number }),
  "cache-export": document("cache-export", { folder: text, file: text, answers: number }),
  doctor: document("doctor", {
    findings: z.array(z.strictObject({ what: text, state: z.enum(["works", "missing", "broken"]), detail: text })),
  }),
};
