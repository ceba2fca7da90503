/** A model whose answers no wording moves: the headroom reports it, and two rounds that confirm it end the search. */
import { expect, it } from "vitest";
import { all } from "../../src/facts/of.ts";
import type { RunEvent } from "../../src/core/events.ts";
import { optimize } from "../../src/index.ts";
import { scriptedModel } from "../../src/testing/index.ts";

const EXAMPLES = Array.from({ length: 400 }, (_, i) => ({
  text: `row ${(i * 7919) % 997}`,
  label: i % 2 === 0 ? "spam" : "ham",
}));
/** By the row alone. */
const model = scriptedModel(({ messages }) => (/[0-4]$/.test(messages.at(-1)!.content.trimEnd()) ? "spam" : "ham"));
let written = 0;
const writer = scriptedModel(({ messages }) => {
  const edit = `Is the text spam or ham? Look at it in way ${String.fromCharCode(97 + (written++ % 26))}.`;
  return JSON.stringify({ items: [messages[0]!.content.includes("reasons") ? "It says too little." : edit] });
});

it.each([true, false])("ends the search after two still rounds, with headroom %s", async (headroom) => {
  const events: RunEvent[] = [];
  const { stopped, verdict } = await optimize({
    prompt: "# Task\nIs it spam or ham?\n\n# Text\n{{text}}",
    examples: EXAMPLES,
    label: "label",
    model,
    optimizer: writer,
    search: { headroom, writer: "whole", rounds: 4 },
    onEvent: (event) => events.push(event),
  });
  expect(all(events, "headroom").map((event) => event.headroom.word)).toEqual(headroom ? ["no-go"] : []);
  expect(stopped).toEqual({ kind: "nothing-moves", round: 2 });
  expect(verdict?.word).toBe("not shown");
});
