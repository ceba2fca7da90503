/** Time grows with the length of hostile text, and not with its square: what we match it with cannot be made to hang. */
import { headingsIn, placeholdersIn } from "../../src/core/prompt/template.ts";
import { describe, expect, it } from "vitest";
import { breachOfContract } from "../../src/core/prompt/contract.ts";
import { NO_USAGE } from "../../src/core/model.ts";
import { parsePrompt } from "../../src/core/prompt/prompt.ts";
import { cleanReply } from "../../src/core/replies/clean.ts";
import { unwrap } from "../../src/core/asking/reading/unwrap.ts";
import { whyUnread } from "../../src/core/replies/unread.ts";
import { readReply } from "../../src/core/asking/reading/reply.ts";
import { nearDuplicates } from "../../src/core/splitting/near-duplicates.ts";
import { plain } from "../../src/cli/terminal.ts";
import { labelReader } from "../../src/metrics/read-label.ts";
import { readFacts } from "../../src/models/hosted/failure-facts.ts";
import { failureKind } from "../../src/models/hosted/failure-kind.ts";
import { ownWordsCleaner, redactor } from "../../src/models/redact.ts";
import {
  allowedCap,
  asksForOtherName,
  fitsWithoutCap,
  namedSettings,
  refusesName,
} from "../../src/models/hosted/refused-setting.ts";
import { readLimit } from "../../src/models/hosted/allowance.ts";
import { insteadOfAnswer } from "../../src/models/hosted/instead.ts";
import { inOneText } from "../../src/models/hosted/whole-reply.ts";
import { retryAfter } from "../../src/models/hosted/retry-after.ts";
import { seconds, secondsUntil } from "../../src/models/hosted/times.ts";
import { table } from "../../src/report/table.ts";
import { oneLine } from "../../src/core/values/words.ts";

/** Text of about `length` characters out of one part, between a start and an end. */
type Text = (length: number) => string;
const of =
  (part: string, start = "", end = ""): Text =>
  (length) =>
    start + part.repeat(Math.ceil(length / part.length)) + end;

/** Milliseconds of this process's own time, the least of some tries: what else the machine does counts little. */
function cpu(work: () => void, tries: number): number {
  let least = Infinity;
  for (let i = 0; i < tries; i++) {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / 1000);
  }
  return least;
}

/** Milliseconds below which a step of the clock and a collection of garbage are all that is measured. */
const FLOOR = 30;
const SIZES = [3_000, 6_000, 12_500, 25_000, 50_000, 100_000];

/** Fails when twice the text takes more than three times the time, over several sizes. */
function expectLinear(work: (text: string) => unknown, text: Text): void {
  let before = Infinity;
  for (const size of SIZES) {
    const input = text(size);
    const once = (): void => void work(input);
    const most = Math.max(FLOOR, 3 * before);
    let took = cpu(once, 1);
    if (took > most) took = cpu(once, 4);
    expect(took, `${size} characters took ${took} ms; half of them ${before} ms`).toBeLessThan(most);
    before = Math.max(took, FLOOR / 3);
  }
}

const RUNS: Readonly<Record<string, readonly Text[]>> = {
  prompts: [
    of("{{"),
    of("}}"),
    of("{{a"),
    of("a b ", "{{"),
    of(" ", "{{"),
    of(" ", "{{a"),
    of(" ", "{{a", "!"),
    of("{{ a }"),
    of("\n", "{{"),
    of("{{a.b-c", "", "}"),
  ],
  headings: [
    of("#"),
    of(" ", "# a", "b"),
    of("#", "# ", "b"),
    of(" #", "# a", "b"),
    of("# \n"),
    of("# a #\n"),
    of("\t ", "#"),
    of("#", "# a "),
    of("\r", "# a"),
    of("\u2028", "# a", "b"),
  ],
  replies: [
    of("\n", "```", "x"),
    of("\n", "```json\n", "x"),
    of(" ", "- ", "x\u2028y"),
    of("- a\n", "", "b"),
    of("<item>"),
    of("</item>"),
    of("<item>a</item>"),
    of("{", "", "}"),
    of("[", '{"items":'),
    of('{"items":["'),
    of("\\", '{"items":["'),
    of("1", "", ". a"),
    of(" ", "", "- a"),
    of("• a\n"),
  ],
  labels: [
    of("positive "),
    of("positive"),
    of("not "),
    of("answer: "),
    of("answer", "", ": positive"),
    of("is ", "answer "),
    of("\n"),
    of('"'),
    of('"', "", "positive"),
    of("*positive* or "),
    of("yes "),
    of("1. "),
    of("1"),
    of("-"),
    of(" ", "positive", "negative"),
    of("</think>"),
    of("<think>"),
    of("{"),
    of('{"label":'),
    of("_"),
    of("none of the "),
    of("ﬁ"),
    of("\u0300", "a"),
    of("not positive but "),
    of("positive, negative, "),
    of("positive. wait, "),
    of("answer: positive\n"),
    of("positive\nnegative\n"),
    of("{'label': 'positive', ", "", "}"),
    of("<answer>positive</answer>"),
    of("1.000"),
    of("٣"),
  ],
  marks: [
    of("<think>a</think>"),
    of("</think>", "<think>"),
    of("</think>", "Write <think> tags. "),
    of("<think ", "", ">"),
    of("[THINK]"),
    of("<|channel|>final"),
    of("<|channel|>analysis"),
    of("assistantfinal"),
    of("assistant\n\n"),
    of("analysis"),
    of("<|im_end|>"),
    of("<|im_start|>user\n"),
    of("<|a", "", "|>"),
    of("[/INST]"),
    of("### Response:\n"),
    of("[[ ## a ## ]]"),
    of(" ", "[[ ## a", "## ]]"),
    of("<answer>"),
    of("\u200b"),
    of("\u200b", "a", "b"),
    of("here is my thought process:\n"),
    of("i am sorry "),
  ],
  wrappings: [
    of("```\n"),
    of("> a\n"),
    of("Here is the improved prompt:\n"),
    of("# Task\n"),
    of("# Output format\n"),
    of(" ", "# Output", "format"),
    of("\n", "# Output format", "One word."),
    of('"'),
    of("<section>", "", "</section>"),
    of("---\n"),
    of("\\n"),
    of("\n\nLet me know"),
  ],
  keys: [
    of("Bearer "),
    of(" ", "Bearer ", "x"),
    of("a", "Bearer "),
    of("sk-"),
    of("sk-a!"),
    of("//a"),
    of("a", "//"),
    of("/"),
    of("?key="),
    of("?key=a&"),
    of("AIza"),
    of("planted-key-0"),
    of("planted-key-"),
  ],
  replied: [
    of("<title"),
    of("<title>"),
    of("<"),
    of("<a"),
    of("a", "<title>"),
    of("model "),
    of("exceeds "),
    of("context size"),
    of("1"),
    of("1", "", " tokens"),
    of("context length is "),
    of("temperature "),
    of("not "),
    of(" ", "{"),
    of('{"error":', "", "1"),
    of("\\", '{"error":"'),
  ],
  waits: [
    of("1"),
    of("1s"),
    of("1m", "", "s"),
    of("1.", "", "s"),
    of("9", "1."),
    of("1ms"),
    of("0s", "", "x"),
    of(" ", "", "1"),
    of(" ", "1", "x"),
  ],
};

/** The texts with their numbers, for the names of tests. */
function numbered(texts: readonly Text[]): [number, Text][] {
  return [...texts.entries()];
}

const DEADLINE = { timeout: 60_000 };

describe("time is linear in the text", DEADLINE, () => {
  it.each(numbered(RUNS["prompts"]!))("when placeholders are looked for (%i)", (_, text) =>
    expectLinear(placeholdersIn, text),
  );

  it.each(numbered([...RUNS["headings"]!, ...RUNS["prompts"]!]))(
    "when a prompt is read and takes another section (%i)",
    (_, text) => {
      expectLinear(
        (source) => [
          headingsIn(source),
          parsePrompt(source),
          parsePrompt("# Task\na\n# Input\n{{text}}").withParts({ task: source }),
        ],
        text,
      );
    },
  );

  it.each(numbered([...RUNS["replies"]!, ...RUNS["headings"]!]))(
    "when a reply of the optimizer is read (%i)",
    (_, text) => {
      expectLinear((source) => readReply({ text: source, finish: "stop", usage: NO_USAGE }), text);
    },
  );

  it.each(numbered([...RUNS["replies"]!, ...RUNS["headings"]!]))(
    "when the contract looks at a section and at rows (%i)",
    (_, text) => {
      const initial = parsePrompt("# Task\nSay yes or no.\n# Input\n{{text}}");
      const options = { maxLength: Infinity, maxCopiedWords: 8 };
      expectLinear(
        (source) =>
          breachOfContract(
            initial.withParts({ task: `yes or no ${source}` }),
            initial,
            ["yes", "no", "a ".repeat(50)],
            [source],
            options,
          ),
        text,
      );
    },
  );

  it.each(numbered([...RUNS["replies"]!, ...RUNS["headings"]!, ...RUNS["wrappings"]!]))(
    "when a section is unwrapped (%i)",
    (_, text) => {
      const prompt = parsePrompt(
        "You judge.\n\n# Task\nSay yes or no.\n\n# Output format\nOne word.\n\n# Input\n{{text}}\n",
      );
      expectLinear((source) => unwrap(source, prompt), text);
    },
  );

  it.each(numbered([...RUNS["marks"]!, ...RUNS["labels"]!]))("when a reply is cleaned (%i)", (_, text) => {
    expectLinear((source) => {
      const cleaned = [cleanReply(source, "task"), cleanReply(source, "optimizer")];
      return cleaned.map((one) => whyUnread({ finish: "stop", usage: NO_USAGE }, one));
    }, text);
  });

  const readers = [
    ["positive", "negative"],
    ["yes", "no"],
    ["a", "a-b", "a b c", "1", "2"],
    ["好", "坏"],
  ].map(labelReader);
  it.each(numbered([...RUNS["labels"]!, ...RUNS["marks"]!]))("when a label is read (%i)", (_, text) => {
    expectLinear((source) => readers.map((read) => [read(source, true), read(source, false)]), text);
  });

  it.each(numbered([...RUNS["keys"]!, ...RUNS["replied"]!]))("when keys are taken out (%i)", (_, text) => {
    expectLinear(redactor(["planted-key-0", "Bearer abcdefgh", "a".repeat(100)]), text);
    expectLinear(ownWordsCleaner({}), text);
  });

  it.each(numbered(RUNS["replied"]!))("when a provider says why a call failed (%i)", (_, text) => {
    expectLinear((said) => {
      const facts = [said, JSON.stringify({ error: { message: said, code: said } })].map((responseBody) =>
        readFacts({ statusCode: 400, responseBody }),
      );
      insteadOfAnswer(said);
      inOneText(new TextEncoder().encode(said));
      return facts.map((one) => [
        failureKind(one),
        readLimit({ ...one, status: 429 }),
        fitsWithoutCap(one),
        namedSettings(one, { temperature: 1, seed: 1, maxOutputTokens: 1 }),
        allowedCap(one, 1000),
        asksForOtherName(one),
        refusesName(one),
      ]);
    }, text);
  });

  it.each(numbered(RUNS["waits"]!))("when a wait is read (%i)", (_, text) => {
    expectLinear(
      (value) => [
        seconds(value),
        secondsUntil(value, 0),
        retryAfter({ "retry-after": value, "retry-after-ms": value, "x-ratelimit-reset-requests": value }, 429),
      ],
      text,
    );
  });

  it.each(numbered([...RUNS["labels"]!, ...RUNS["headings"]!]))(
    "when rows are compared, and when text is shown (%i)",
    (_, text) => {
      expectLinear(
        (source) => [
          nearDuplicates([[source], [`${source}x`]]),
          plain(source),
          oneLine(source, 60),
          table(["a"], [[source]]),
        ],
        text,
      );
    },
  );
});
