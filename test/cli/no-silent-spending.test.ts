/** What `check` and `optimize` do with models whose replies cannot be used: how many requests they make before they stop. */
import { asksForReasons, isRequest } from "../core/toy.ts";
import { describe, expect, it } from "vitest";
import { chatServer, type ChatReply } from "./chat-server.ts";
import { labelledTexts, TASK, type LabelledTexts } from "./labelled-texts.ts";

/** Requests by what they are for. */
interface Asked {
  /** Rows, each once for each prompt. */
  rows: number;
  optimizer: number;
}

/** A model that is right on some rows, and asked as optimizer replies like this. */
function weak(asked: Asked, optimizer: (gradient: boolean) => ChatReply): (text: string) => ChatReply {
  return (text) => {
    if (isRequest(text)) {
      asked.optimizer += 1;
      return optimizer(asksForReasons(text));
    }
    asked.rows += 1;
    const good = / was good /.test(text.slice(text.lastIndexOf("Text:")));
    const number = Number(/number (\d+)/.exec(text)![1]);
    return (number % 3 === 0) === good ? "negative" : "positive";
  };
}

interface Result {
  readonly runId: string;
  readonly stopped: { readonly kind: string; readonly why?: string; readonly example?: string };
  readonly verdict?: { readonly word: string };
  readonly signatures: readonly { readonly kind: string; readonly message: string; readonly evidence: object }[];
  readonly cost: { readonly verdict: { readonly calls: number } };
}

const thinks: ChatReply = {
  message: { content: "", reasoning_content: "Let me think at length ..." },
  finish: "length",
};

const OPTIMIZE = ["optimize", "--yes", "--json", "--set", "search.rounds=2"];

describe("an optimizer model that is not understood", () => {
  const prose = (): ChatReply => "The prompt is a little short, in my opinion.";

  it.each([
    ["with the headroom", true],
    ["without it", false],
  ])("stops the run before selection and before a test row is read, %s", async (_, headroom) => {
    const asked: Asked = { rows: 0, optimizer: 0 };
    await using server = await chatServer(weak(asked, prose));
    await using folder = await labelledTexts(server.baseURL);
    const { code, json, stderr } = await folder.run([...OPTIMIZE, "--set", `search.headroom=${headroom}`]);
    const result = json() as unknown as Result;
    expect(code).toBe(1);
    expect(result.stopped).toEqual({
      kind: "optimizer-not-understood",
      why: "unreadable",
      dropped: asked.optimizer,
      example: "The prompt is a little short, in my opinion.",
    });
    expect(result.verdict).toBeUndefined();
    expect(result.cost.verdict.calls).toBe(0);
    expect(stderr).not.toMatch(/kept \d+ of|Verdict/);
    // All of the round's requests for gradients and paraphrases are made at once; small questions follow, and nothing else.
    expect(asked.optimizer).toBeGreaterThanOrEqual(3);
    expect(asked.optimizer).toBeLessThanOrEqual(8 + 5);
    // The minibatch, which is all of train here, and the rows that the headroom asks again.
    const train = 60 - 12 - 12;
    expect(asked.rows).toBeLessThanOrEqual(train + (headroom ? 40 : 0));
    const [signature] = result.signatures;
    expect(signature).toMatchObject({
      kind: "optimizer-not-understood",
      evidence: { dropped: asked.optimizer, of: asked.optimizer },
    });
    expect(signature!.message).toContain("The prompt is a little short, in my opinion.");

    const shown = await folder.run(["show", result.runId]);
    const onOneLine = shown.stdout.replace(/\s+/g, " ");
    expect(onOneLine).toContain("The search stopped early: no reply of the optimizer model could be used.");
    expect(onOneLine).toContain(signature!.message.replace(/\s+/g, " "));
    expect(shown.stdout).toContain("stopped");
  });

  it("says so in words, with what to do", async () => {
    await using server = await chatServer(weak({ rows: 0, optimizer: 0 }, prose));
    await using folder = await labelledTexts(server.baseURL);
    const { code, stdout } = await folder.run(["optimize", "--yes", "--set", "search.headroom=false"]);
    expect(code).toBe(1);
    expect(stdout).toContain("No verdict\nThe test rows were not read: keep the initial prompt");
    expect(stdout).toContain("Try another optimizer model (optimizer), or do without one (search.writer: none).");
    expect(stdout).toContain("“The prompt is a little short, in my opinion.”");
  });

  it("does not stop a run whose optimizer model is understood now and then", async () => {
    const asked: Asked = { rows: 0, optimizer: 0 };
    const items = JSON.stringify({ items: ["Judge the text as positive or negative by its adjectives."] });
    await using server = await chatServer(weak(asked, () => (asked.optimizer % 3 === 0 ? items : prose())));
    await using folder = await labelledTexts(server.baseURL);
    const { code, json } = await folder.run(OPTIMIZE);
    expect(code).toBe(0);
    expect(json()).toMatchObject({ stopped: { kind: "no-new-prompts", round: 2 }, verdict: { word: "not shown" } });
  });
});

const BETTER = "Judge whether the text is positive or negative. ZEBRA: weigh every adjective.";

describe("new prompts that are all rejected", () => {
  const rejected: ChatReply = JSON.stringify({ items: [`${TASK} Mind {{tone}}.`] });

  it("leave the test rows unread, and the reason is named", async () => {
    const asked: Asked = { rows: 0, optimizer: 0 };
    await using server = await chatServer(weak(asked, () => rejected));
    await using folder = await labelledTexts(server.baseURL);
    const { code, json } = await folder.run(OPTIMIZE);
    const result = json() as unknown as Result;
    expect(code).toBe(0);
    expect(result.stopped).toEqual({ kind: "no-new-prompts", round: 1, rounds: 1 });
    expect(result.verdict).toBeUndefined();
    expect(result.cost.verdict.calls).toBe(0);
    const signature = result.signatures.find(({ kind }) => kind === "no-candidates")!;
    const { rejected: number } = signature.evidence as { rejected: number };
    expect(number).toBeGreaterThan(3);
    expect(signature.evidence).toEqual({ rejected: number, "placeholder-added": number });
    expect(signature.message).toContain(`${number} of them add a placeholder.`);
    const { stdout } = await folder.run(["optimize", "--yes", "--set", "search.rounds=2"]);
    expect(stdout).toContain("No better prompt was found, and there is no new prompt to compare.");
    const listed = await folder.run(["runs", "--json"]);
    expect(
      new Set((listed.json() as unknown as { runs: { status: string }[] }).runs.map(({ status }) => status)),
    ).toEqual(new Set(["finished"]));
  });

  it("do not meet --require better", async () => {
    await using server = await chatServer(weak({ rows: 0, optimizer: 0 }, () => rejected));
    await using folder = await labelledTexts(server.baseURL);
    expect((await folder.run([...OPTIMIZE, "--require", "better"])).code).toBe(4);
  });
});

describe("whole answers in another form", () => {
  /** Every answer is in words of its own, unless the prompt says better. */
  const chatty = (asked: Asked, mends: boolean): ((text: string) => ChatReply) => {
    const right = weak(asked, () => JSON.stringify({ items: [BETTER] }));
    return (text) => {
      const reply = right(text);
      if (isRequest(text) || (mends && text.includes("ZEBRA"))) return reply;
      return "It rather depends.";
    };
  };

  it("stop the run when no prompt of a round has mended them, with no test row read", async () => {
    await using server = await chatServer(chatty({ rows: 0, optimizer: 0 }, false));
    await using folder = await labelledTexts(server.baseURL);
    const { code, json, stderr } = await folder.run(OPTIMIZE);
    const result = json() as unknown as Result;
    expect(code).toBe(1);
    expect(result.stopped).toMatchObject({
      kind: "unreadable-answers",
      why: "unreadable",
      example: "It rather depends.",
    });
    expect(result.verdict).toBeUndefined();
    expect(result.cost.verdict.calls).toBe(0);
    expect(stderr).toContain("Round 1 of 2");
    expect(stderr).not.toContain("Round 2 of 2");
    // What the search might have mended was a notice first.
    expect(stderr).toContain(
      "answers cannot be read. Most of them are not readable as an answer. Say in the prompt how",
    );
  });

  it("do not stop a run whose new prompts mend them", async () => {
    await using server = await chatServer(chatty({ rows: 0, optimizer: 0 }, true));
    await using folder = await labelledTexts(server.baseURL);
    const { code, json } = await folder.run(OPTIMIZE);
    const result = json() as unknown as Result;
    expect(code).toBe(0);
    expect(result.verdict).toMatchObject({ word: "better", missing: 0, initial: { value: 0 }, invalid: { winner: 0 } });
    expect(result.signatures.map(({ kind }) => kind)).not.toContain("unreadable-answers");
  });
});

describe("check", () => {
  it.each<[string, LabelledTexts, string]>([
    [
      "labels that are numbers while the prompt names words",
      { labels: ["1", "0"] },
      "The labels are numbers (0, 1), and the prompt names none of them, so a model can only guess which is meant.",
    ],
    [
      "a prompt that names no label",
      { prompt: "What do you make of this?\n\nText: {{text}}\n" },
      "The prompt names none of the labels (negative, positive), so a model can only guess how to answer.",
    ],
  ])("says of %s what to do, without a call", async (_, world, sentence) => {
    await using server = await chatServer(() => "positive");
    await using folder = await labelledTexts(server.baseURL, world);
    const { code, stdout } = await folder.run("check");
    expect(code).toBe(0);
    expect(stdout).toContain(sentence);
    expect(server.calls).toBe(0);
  });

  it.each<[string, LabelledTexts]>([
    ["the labels in another case", { prompt: "POSITIVE or Negative?\n\nText: {{text}}\n" }],
    ["numbers", { labels: ["1", "0"], prompt: "Answer 1 if the text is positive, else 0.\n\nText: {{text}}\n" }],
  ])("says nothing of a prompt that names %s", async (_, world) => {
    await using server = await chatServer(() => "positive");
    await using folder = await labelledTexts(server.baseURL, world);
    expect((await folder.run("check --json")).json()).toMatchObject({ notices: [] });
  });

  it("--live shows what could not be read, why, and what to do", async () => {
    await using server = await chatServer((text) =>
      isRequest(text) ? "The prompt is a little short." : "It rather depends.",
    );
    await using folder = await labelledTexts(server.baseURL);
    const { code, stdout } = await folder.run("check --live --yes");
    expect(code).toBe(1);
    expect(stdout).toContain(
      "It rather depends., which cannot be read as an answer: it is not readable as an answer. Say in the prompt how to answer",
    );
    expect(stdout).toContain("no reply that can be used: unreadable. It begins: “The prompt is a little short.”");
    const { json } = await folder.run("check --live --yes --json");
    expect(json()).toMatchObject({
      live: [
        { role: "task", invalid: true, why: "unreadable" },
        { role: "optimizer", dropped: "unreadable", excerpt: "The prompt is a little short." },
      ],
    });
  });

  it("--live says no-go where one answer can be read and hardly any other", async () => {
    let calls = 0;
    await using server = await chatServer((text) => {
      if (isRequest(text)) return JSON.stringify({ items: [BETTER] });
      return ++calls === 1 ? "positive" : thinks;
    });
    await using folder = await labelledTexts(server.baseURL);
    const { json } = await folder.run("check --live --yes --json");
    expect(json()).toMatchObject({
      headroom: { word: "no-go", reasons: [expect.stringContaining("3 of 3 answers cannot be read.")] },
    });
    // One call for each role, then the first answers.
    expect(server.calls).toBe(2 + 3);
  });
});

describe("answers that cannot be read", () => {
  it.each([
    ["with the headroom", true],
    ["without it", false],
  ])("stop the run after the first three where the thinking used up the tokens, %s", async (_, headroom) => {
    const asked: Asked = { rows: 0, optimizer: 0 };
    const items = JSON.stringify({ items: ["Judge the text as positive or negative by its adjectives."] });
    const understood = weak(asked, () => items);
    await using server = await chatServer((text) => {
      const reply = understood(text);
      return isRequest(text) ? reply : thinks;
    });
    await using folder = await labelledTexts(server.baseURL);
    const { code, json } = await folder.run([...OPTIMIZE, "--set", `search.headroom=${headroom}`]);
    const result = json() as unknown as Result;
    expect(code).toBe(1);
    expect(asked).toEqual({ rows: 3, optimizer: 0 });
    expect(result.stopped).toMatchObject({ kind: "unreadable-answers", why: "thinking", unread: 3, of: 3 });
    expect(result.verdict).toBeUndefined();
    expect(result.signatures).toEqual([
      {
        kind: "unreadable-answers",
        message:
          "3 of 3 answers cannot be read. Most of them are empty, because the thinking used up all output tokens. Raise requests.maxOutputTokens, or have the model think less.",
        evidence: { unread: 3, of: 3 },
      },
    ]);
  });
});
