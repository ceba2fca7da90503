/** Piecewise writing asks small questions, takes one sentence of each reply, and puts sections together of them. */
import { describe, expect, it } from "vitest";
import { readPiece } from "../../../../src/core/asking/piece.ts";
import { methods } from "../../../../src/core/methods/index.ts";
import { NO_USAGE } from "../../../../src/core/model.ts";
import { rng } from "../../../../src/core/rng.ts";
import type { Task } from "../../../../src/core/task.ts";
import { toy, toyTask, TOY_SEARCH } from "../../toy.ts";

const LABELS = ["spam", "ham"];
const read = (text: string, finish: "stop" | "length" | "refusal" = "stop") =>
  readPiece({ text, finish, usage: NO_USAGE });

function labelled(): Task {
  const task = toyTask({}, "# Task\nSpam or ham?\n\n# Input\n{{text}}");
  const rows = (of: Task["train"]) => of.map((row, i) => ({ ...row, expected: LABELS[i % 2]! }));
  return { ...task, labels: LABELS, train: rows(task.train), dev: rows(task.dev), test: rows(task.test) };
}

/** Right where the section has a rule for the label, wrong else; the writer answers in the manner of a small model. */
function world() {
  const task = labelled();
  const expected = new Map([...task.train, ...task.dev].map((row) => [row.fields["text"]!, row.expected as string]));
  return toy(task, (role, { messages: [message] }) => {
    const content = message!.content;
    if (role === "task") {
      const right = expected.get(content.split("# Input\n")[1]!)!;
      return content.includes(`- ${right}: `) ? right : right === "spam" ? "ham" : "spam";
    }
    if (content.includes("Say the same instruction")) return '"Say whether it is spam or ham."';
    const label = /have the label (\w+)/.exec(content)![1]!;
    return `Sure! Here is the sentence:\n- A text is ${label} if it is of the ${label} kind, as these show.\nI hope this helps.`;
  });
}

describe("a sentence of a reply", () => {
  it.each([
    ["It sells.", ["It sells."]],
    ["Here it is:\n\n1. “It sells.”\n\nMore.", ["It sells."]],
    ["# Task\nIt sells.\n\n# Output format\nSay spam.", ["It sells."]],
    ["<think>hm</think>\nInstruction: **Say yes or no.**", ["Say yes or no."]],
  ])("%j is read", (text, items) => {
    expect(read(text)).toEqual({ items });
  });

  it("is not taken where there is none, or it was cut off", () => {
    expect(read("")).toEqual({ dropped: "empty" });
    expect(read("# Task")).toEqual({ dropped: "empty" });
    expect(read("It sells and", "length")).toEqual({ dropped: "truncated" });
    expect(read("It sells.\nAnd", "length")).toEqual({ items: ["It sells."] });
    expect(read("no", "refusal")).toEqual({ dropped: "refused" });
    expect(read("x".repeat(1000))).toEqual({ dropped: "too long" });
  });

  it.each([
    [{ label: "spam" }, "A text is spam if it sells.", "sells."],
    [{ label: "spam" }, "A text is spam, not ham, when it offers prizes.", "offers prizes."],
    [{ label: "spam" }, "Spam sells.", "Spam sells."],
    [{ label: "spam" }, "The prompt is a little short.", undefined],
    [{ label: "spam" }, "Spam.", undefined],
    [{ instruction: "Spam or ham?" }, "ham", undefined],
    [{ instruction: "Judge the text." }, "**ham**", undefined],
    [{ instruction: "Spam or ham?" }, "Say ham or spam.", "Say ham or spam."],
    [{ instruction: "Spam or ham?" }, "The prompt is a little short.", undefined],
    [{ instruction: "Judge the text." }, "Say what it is.", "Say what it is."],
  ])("that answers %j is %j, as far as it is about it", (piece, text, sentence) => {
    const reply = readPiece({ text, finish: "stop", usage: NO_USAGE }, piece, LABELS);
    expect(reply).toEqual(sentence === undefined ? { dropped: "unreadable" } : { items: [sentence] });
  });
});

it("finds rules for the labels that are missed, each a gradient with the rows it was written from", async () => {
  const { tools, budget, events, call } = world();
  const search = methods.piecewise.search({ ...TOY_SEARCH, rounds: 2, maxSuccessors: 8 });
  const { best, ranked } = await search(tools, budget, rng(1));
  expect(ranked[0]!.dev.value).toBe(1);
  expect(best.prompt.parts[0]!.text).toContain("- spam: is of the spam kind, as these show.");
  expect(best.prompt.parts[0]!.text).toContain("- ham: is of the ham kind, as these show.");
  const gradients = events.filter((event) => event.type === "gradient");
  expect(gradients.every(({ rows, text }) => rows.length > 0 && /^(?:spam|ham): /.test(text))).toBe(true);
  const ids = new Set(gradients.map(({ id }) => id));
  const edits = events.filter((event) => event.type === "candidate").map(({ origin }) => origin);
  expect(edits.some((origin) => origin.kind === "edit" && ids.has(origin.gradient))).toBe(true);
  expect(edits.some((origin) => origin.kind === "paraphrase")).toBe(true);
  const asked = call.made.filter(({ role }) => role === "optimizer");
  expect(asked.every(({ request }) => request.format.kind === "text")).toBe(true);
  expect(Math.max(...asked.map(({ request }) => request.messages[0]!.content.length))).toBeLessThan(2500);
});
