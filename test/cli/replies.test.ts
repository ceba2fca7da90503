/** Whole commands on models that reply as real ones do: with thoughts, channels, other forms, and things around a section. */
import { asksForReasons, isRequest } from "../core/toy.ts";
import { describe, expect, it } from "vitest";
import { chatServer, type ChatReply } from "./chat-server.ts";
import { labelledTexts, PROMPT, ROWS } from "./labelled-texts.ts";

/** The right label of the row that is asked about, and the other one. */
function labelsOf(asked: string): readonly [right: string, wrong: string] {
  return / was good /.test(asked.slice(asked.lastIndexOf("Text:")))
    ? ["positive", "negative"]
    : ["negative", "positive"];
}

describe("evaluate", () => {
  it.each<[string, (right: string, wrong: string) => ChatReply]>([
    ["thinks in brackets", (right, wrong) => `[THINK]Is it ${wrong}? The answer: ${wrong}? No.[/THINK]${right}`],
    ["thinks in thought tags", (right, wrong) => `<thought>Label: ${wrong}</thought>\n${right}`],
    ["thinks in pictured tags", (right, wrong) => `◁think▷The label is ${wrong}.◁/think▷${right}`],
    ["begins in its thoughts", (right, wrong) => `Maybe ${wrong}.\nAnswer: ${wrong}\n</think>\n\n${right}`],
    [
      "leaks its channels",
      (right, wrong) =>
        `<|channel|>analysis<|message|>Might be ${wrong}, I settle on the other.<|end|><|start|>assistant<|channel|>final<|message|>${right}`,
    ],
    ["leaks its channels without marks", (right, wrong) => `analysisMight be ${wrong}.assistantfinal${right}`],
    ["leaks its stop token", (right) => `${right}<|im_end|>`],
    [
      "names the other label on the way",
      (right, wrong) =>
        `Let me go step by step.\nAt first sight the label is ${wrong}, since one word is harsh.\nBut the rest outweighs it.\n\n${right}`,
    ],
    [
      "writes fields",
      (right, wrong) => `[[ ## reasoning ## ]]\nNot ${wrong}.\n\n[[ ## label ## ]]\n${right}\n\n[[ ## completed ## ]]`,
    ],
  ])("scores a model that is always right, and %s, 1", async (_, reply) => {
    await using server = await chatServer((asked) => reply(...labelsOf(asked)));
    await using folder = await labelledTexts(server.baseURL);
    const { code, json } = await folder.run("evaluate --json --split dev");
    expect(code).toBe(0);
    expect(json()).toMatchObject({ score: { value: 1 }, invalid: 0, unread: {} });
  });

  it("says that the thinking used up the tokens, and what to raise", async () => {
    await using server = await chatServer(() => ({
      message: { content: "", reasoning_content: "Let me think at length ..." },
      finish: "length",
    }));
    await using folder = await labelledTexts(server.baseURL);
    const { json } = await folder.run("evaluate --json");
    const { invalid, unread } = json() as { invalid: number; unread: object };
    expect(invalid).toBeGreaterThan(5);
    expect(unread).toEqual({ thinking: invalid });
    const { stdout } = await folder.run("evaluate");
    expect(stdout).toContain(
      `${invalid} empty, because the thinking used up all output tokens. Raise requests.maxOutputTokens, or have the model think less.`,
    );
    const live = await folder.run("check --live --yes");
    expect(live.code).toBe(1);
    expect(live.stdout).toContain(
      "it is empty, because the thinking used up all output tokens. Raise requests.maxOutputTokens",
    );
  });

  it("tells a refusal, a cut and an empty answer from one that is unreadable", async () => {
    const replies: readonly ChatReply[] = [
      "I'm sorry, but I can't help with that.",
      { message: { content: "Well, the text looks positive at first, but" }, finish: "length" },
      "<|im_end|>",
      "mixed",
    ];
    await using server = await chatServer((asked) => replies[Number(/number (\d+)/.exec(asked)![1]) % 4]!);
    await using folder = await labelledTexts(server.baseURL);
    const { json } = await folder.run("evaluate --json --split dev");
    const { unread, invalid, score } = json() as {
      unread: Record<string, number>;
      invalid: number;
      score: { n: number };
    };
    expect(Object.keys(unread)).toEqual(["cut", "refused", "empty", "unreadable"]);
    expect(Object.values(unread).reduce((sum, number) => sum + number)).toBe(invalid);
    expect(invalid).toBe(score.n);
  });

  it("takes labels in two Unicode forms for one, and says so", async () => {
    const [nice, unpleasant] = ["agréable", "déplaisant"];
    const rows = ROWS.map(
      ({ text, good }, i) => `${text},${(good ? nice : unpleasant).normalize(i % 4 < 2 ? "NFC" : "NFD")}`,
    );
    await using server = await chatServer((asked) => (labelsOf(asked)[0] === "positive" ? nice : unpleasant));
    await using folder = await labelledTexts(server.baseURL, {
      prompt: "# Task\nLe texte est-il agréable ou déplaisant ?\n\n# Input\nText: {{text}}\nLabel:\n",
      data: `text,label\n${rows.join("\n")}\n`,
    });
    const { json } = await folder.run("evaluate --json --split dev");
    expect(json()).toMatchObject({ score: { value: 1 }, confusion: { labels: [nice, unpleasant] } });
    expect((await folder.run("check")).stdout).toContain("characters that look the same");
  });

  it("reads no list of labels as one of them, and a set of labels in any order", async () => {
    const rows = ROWS.map(({ text, good }) => `${text},${good ? '"shipping, billing"' : "billing"}`);
    await using server = await chatServer(() => "billing, shipping");
    await using folder = await labelledTexts(server.baseURL, {
      prompt: "# Task\nWhich labels fit: billing, shipping?\n\nText: {{text}}\nLabel:\n",
      data: `text,label\n${rows.join("\n")}\n`,
    });
    const { json } = await folder.run("evaluate --json --split dev");
    const { confusion } = json() as { confusion: { labels: string[]; counts: number[][] } };
    expect(confusion.labels).toEqual(["billing", "shipping, billing"]);
    expect(confusion.counts.map((row) => row[0])).toEqual([0, 0]);
    expect(confusion.counts[1]![1]).toBeGreaterThan(0);
  });
});

const BETTER = "Judge whether the text is positive or negative. ZEBRA: weigh every adjective.";
const REASON = "It does not say how to weigh words.";
const items = (...texts: readonly string[]): string => JSON.stringify({ items: texts });

/** What `step` finds with an optimizer model that replies like this to requests for gradients, and for whole sections. */
async function step(gradient: string, section: string): Promise<Record<string, Record<string, unknown>[]>> {
  await using server = await chatServer((asked) => {
    if (isRequest(asked)) return asksForReasons(asked) ? gradient : section;
    const [right, wrong] = labelsOf(asked);
    const weak = !asked.includes("ZEBRA") && Number(/number (\d+)/.exec(asked)![1]) % 3 === 0;
    return weak ? wrong : right;
  });
  await using folder = await labelledTexts(server.baseURL);
  const { json } = await folder.run("step --json --yes --set search.writer=whole");
  return json() as Record<string, Record<string, unknown>[]>;
}

describe("step", () => {
  it.each<[string, string, string, readonly string[]]>([
    ["JSON behind a thought with braces", `<think>\nMaybe {curly}? No.\n</think>\n${items(REASON)}`, items(BETTER), []],
    [
      "tags behind a draft",
      items(REASON),
      `<think>\nDraft: <item>DRAFT, positive or negative, not meant</item>. Better:\n</think>\n<item>${BETTER}</item>`,
      [],
    ],
    ["a list under an introduction", `Here is a reason:\n\n1. ${REASON}`, items(BETTER), []],
    ["other tags", items(REASON), `<IMPROVED_VARIABLE>${BETTER}</IMPROVED_VARIABLE>`, []],
    ["a table", `| # | Reason |\n|---|---|\n| 1 | ${REASON} |`, items(BETTER), []],
    ["the section's heading", items(REASON), items(`# Task\n${BETTER}`), ["heading"]],
    ["the whole prompt", items(REASON), items(PROMPT.replace("Is this text positive or negative?", BETTER)), ["frame"]],
    ["an announcement", items(REASON), items(`Here is the improved prompt:\n\n${BETTER}`), ["announcement"]],
    ["a fence", items(REASON), items(`\`\`\`plaintext\n${BETTER}\n\`\`\``), ["fence"]],
    ["quotes", items(REASON), items(`"${BETTER}"`), ["quotes"]],
    [
      "only an announcement and a fence",
      items(REASON),
      `Here is the improved prompt:\n\n\`\`\`\n${BETTER}\n\`\`\``,
      [],
    ],
  ])("reads %s", async (_, gradient, section, unwrapped) => {
    const found = await step(gradient, section);
    expect(new Set(found["gradients"]!.map(({ text }) => text))).toEqual(new Set([REASON]));
    expect(found["dropped"]).toEqual([]);
    expect(found["candidates"]!.length).toBeGreaterThan(0);
    expect(JSON.stringify(found["candidates"])).not.toMatch(/DRAFT|Here is|```|# Task/);
    expect(JSON.stringify(found["candidates"])).toContain(BETTER);
    expect(new Set(found["unwrapped"]!.flatMap((event) => event["unwrapped"]))).toEqual(new Set(unwrapped));
  });

  it("never adopts what only announces a section", async () => {
    const found = await step(items(REASON), items("Here is the improved prompt:"));
    expect(found["candidates"]).toEqual([]);
    expect(new Set(found["dropped"]!.map(({ reason }) => reason))).toEqual(new Set(["empty"]));
  });

  it("says why it could use nothing of prose", async () => {
    const found = await step("The prompt is too short.", BETTER);
    expect(found["gradients"]).toEqual([]);
    expect(new Set(found["dropped"]!.map(({ reason }) => reason))).toEqual(new Set(["unreadable"]));
  });
});
