/** The simulated models of the examples tickets and extraction: right where the prompt states the rule that a row needs. */
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import type { ReplyFormat } from "../../src/core/model.ts";
import { readDataset } from "../../src/datasets/index.ts";
import { alikeness } from "../../src/metrics/scores/index.ts";
import { EXTRACTION } from "../../src/testing/extraction/language.ts";
import type { Language, StatedRule } from "../../src/testing/rules/rule.ts";
import { simulatedExtraction } from "../../src/testing/simulated-extraction.ts";
import { simulatedTickets } from "../../src/testing/simulated-tickets.ts";
import { TICKETS } from "../../src/testing/tickets/language.ts";
import { QUEUES } from "../../src/testing/tickets/rules.ts";

const FOLDER = new URL("../../examples/", import.meta.url);
const rowsOf = async (file: string): Promise<readonly Readonly<Record<string, string>>[]> =>
  (await readDataset(fileURLToPath(new URL(file, FOLDER)))).rows.map(({ fields }) => fields);

const tickets = await rowsOf("tickets/tickets.csv");
const orders = await rowsOf("extraction/orders.jsonl");
const CHOICE: ReplyFormat = { kind: "choice", choices: QUEUES };

/** The score of a prompt that states the task and these sentences. */
async function ticketScore(sentences: readonly string[], rows = tickets): Promise<number> {
  const model = simulatedTickets();
  const section = [TICKETS.taskWordings[0], ...sentences].join(" ");
  const right = await Promise.all(
    rows.map(async ({ message, queue }) => {
      const content = `# Task\n${section}\n\n# Ticket\nTicket: ${message}\nQueue:`;
      return (
        (await model.generate({ messages: [{ role: "user", content }], format: CHOICE, sample: 0 })).text === queue
      );
    }),
  );
  return right.filter(Boolean).length / rows.length;
}

async function orderScore(sentences: readonly string[]): Promise<number> {
  const model = simulatedExtraction();
  const section = [EXTRACTION.taskWordings[0], ...sentences].join(" ");
  const scores = await Promise.all(
    orders.map(async ({ text, order = "" }) => {
      const content = `# Task\n${section}\n\n# Mail\nMail: ${text}\nOrder:`;
      const answer = await model.generate({
        messages: [{ role: "user", content }],
        format: { kind: "text" },
        sample: 0,
      });
      return alikeness(JSON.parse(answer.text), JSON.parse(order));
    }),
  );
  return scores.reduce((sum, score) => sum + score, 0) / scores.length;
}

const said = ({ helpful }: Pick<Language<StatedRule>, "helpful">): string[] =>
  helpful.map(({ wordings }) => wordings[0]!);

describe.each([
  { name: "tickets", score: ticketScore, language: TICKETS, initial: [0.3, 0.5], all: 0.93 },
  { name: "extraction", score: orderScore, language: EXTRACTION, initial: [0.3, 0.5], all: 0.97 },
] as const)("$name", ({ score, language, initial: [least, most], all }) => {
  it("has much to gain from a prompt that states nothing", async () => {
    const value = await score([]);
    expect(value).toBeGreaterThan(least);
    expect(value).toBeLessThan(most);
    expect(await score(language.vagueWordings)).toBe(value);
  });

  it("is right on more rows with each helpful rule, in any words, and on nearly all with all of them", async () => {
    const initial = await score([]);
    for (const { name, wordings } of language.helpful)
      for (const wording of wordings) expect(await score([wording]), name).toBeGreaterThan(initial);
    const withAll = await score(said(language));
    expect(withAll).toBeGreaterThan(all);
    for (const { name } of language.helpful)
      expect(await score(said({ helpful: language.helpful.filter((rule) => rule.name !== name) })), name).toBeLessThan(
        withAll,
      );
  });
});

it("harmful rules of tickets and of orders never help a prompt that states all else", async () => {
  for (const { wordings } of TICKETS.harmful)
    expect(await ticketScore([...said(TICKETS), wordings[0]!])).toBeLessThanOrEqual(await ticketScore(said(TICKETS)));
  for (const { wordings } of EXTRACTION.harmful)
    expect(await orderScore([...said(EXTRACTION), wordings[0]!])).toBeLessThan(await orderScore(said(EXTRACTION)));
});
