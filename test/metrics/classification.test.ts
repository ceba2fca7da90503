import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UsageError } from "../../src/core/errors.ts";
import { type ModelAnswer, NO_USAGE } from "../../src/core/model.ts";
import type { Judgement } from "../../src/core/task.ts";
import { classificationJudge } from "../../src/metrics/index.ts";

function judge(
  labels: readonly string[],
  text: string,
  expected: unknown,
  finish: ModelAnswer["finish"] = "stop",
): Judgement {
  const judged = classificationJudge(labels)({ text, finish, usage: NO_USAGE }, { id: "r", fields: {}, expected });
  if (judged instanceof Promise) throw new Error("a judge of labels answers at once");
  return judged;
}

/** The label that is read from a text; undefined when invalid. */
function read(labels: readonly string[], text: string, finish: ModelAnswer["finish"] = "stop"): unknown {
  const judged = judge(labels, text, "?", finish);
  expect(judged.invalid).toBe(judged.predicted === undefined);
  return judged.predicted;
}

const SENTIMENT = ["positive", "negative", "neutral"];
const SPAM = ["spam", "not spam"];
const YES_NO = ["Yes", "No"];

describe("classificationJudge", () => {
  it("scores a right label 1 and another 0, without feedback", () => {
    expect(judge(SENTIMENT, "positive", "positive")).toMatchObject({
      predicted: "positive",
      score: 1,
      correct: true,
      invalid: false,
    });
    expect(judge(SENTIMENT, "negative", "positive")).toMatchObject({
      predicted: "negative",
      score: 0,
      correct: false,
      invalid: false,
    });
  });

  it("counts what cannot be read as wrong and invalid, without a prediction", () => {
    expect(judge(SENTIMENT, "hard to say", "positive")).toEqual({
      score: 0,
      correct: false,
      invalid: true,
      why: "unreadable",
    });
  });

  it.each([
    ["refusal", "refused"],
    ["overflow", "overflow"],
  ] as const)("never reads a label out of a %s", (finish, why) => {
    expect(judge(SENTIMENT, "positive", "positive", finish)).toEqual({ score: 0, correct: false, invalid: true, why });
  });

  it.each([
    ['{ "answer": "positive" }', "strict", "tolerant"],
    ['{"answer": "positive", "why": "praise"}', "tolerant", "tolerant"],
    ['{"answer": "It is positive"}', "tolerant", "tolerant"],
    ['Here: {"answer": "positive"}', "tolerant", "tolerant"],
    ["positive", "strict", "strict"],
  ])("takes %s for the value alone only where such an object was asked for", (text, json, label) => {
    const example = { id: "r", fields: {}, expected: "positive" };
    const readings = (["json", "label", "text"] as const).map((form) =>
      classificationJudge(SENTIMENT, new Map(), form)({ text, finish: "stop", usage: NO_USAGE }, example),
    );
    expect(readings).toMatchObject([{ reading: json }, { reading: label }, { reading: label }]);
  });

  it("compares with right answers that are no text", () => {
    expect(judge(["0", "1"], "1", 1).correct).toBe(true);
    expect(judge(["false", "true"], "True", true).correct).toBe(true);
  });

  it.each([
    ["positive", "positive"],
    ["  Positive\n", "positive"],
    ["POSITIVE.", "positive"],
    ["**Positive**", "positive"],
    ['"positive"', "positive"],
    ["`positive`", "positive"],
    ["- positive", "positive"],
    ["## Positive", "positive"],
    ["(positive)", "positive"],
    ["Label: positive", "positive"],
    ["**Label:** Positive", "positive"],
    ["Answer:\npositive", "positive"],
    ["Label = positive", "positive"],
    ["Sentiment: positive", "positive"],
    ["Final answer → positive.", "positive"],
    ["The answer is positive.", "positive"],
    ["The correct label would be **positive**.", "positive"],
    ["$\\boxed{positive}$", "positive"],
    ["I would call this review positive overall.", "positive"],
    ["Positive sentiment", "positive"],
    ["Positive. The reviewer shows no negative feeling.", "positive"],
    ["Positive, because nothing negative is said.", "positive"],
    ["Positive - the negative part is a joke", "positive"],
    ["Positive (not negative)", "positive"],
    ["There is a negative remark, but most is praise.\n\nPositive", "positive"],
    ["It could be positive or negative. On balance:\nAnswer: positive", "positive"],
    ["Answer: negative? The second half says otherwise.\nFinal answer: positive", "positive"],
    ["Positive\n\nThe negative words are quoted.", "positive"],
    ["<think>negative? no, negative is wrong</think>\npositive", "positive"],
    ["I first thought negative.</think>positive", "positive"],
    ["There is no doubt that it is positive.", "positive"],
    ["ｐｏｓｉｔｉｖｅ", "positive"],
  ])("reads %j as %s", (text, label) => {
    expect(read(SENTIMENT, text)).toBe(label);
  });

  it.each([
    ['{"label": "positive"}', "positive"],
    ['{"answer": "Positive."}', "positive"],
    ['```json\n{"label": "positive"}\n```', "positive"],
    ['Here it is: {"reason": "not negative at all", "label": "positive"}', "positive"],
    ['{"Label": "positive", "confidence": 0.9}', "positive"],
    ['{"sentiment": "The text is positive"}', "positive"],
    ['{"anything": "positive"}', "positive"],
    ['{"label": ["positive"]}', "positive"],
    ['["positive"]', "positive"],
    ['{"label": "mixed", "note": "positive"}', undefined],
    ['{"a": "positive", "b": "positive"}', undefined],
    ['{"label": null}', undefined],
    ["{}", undefined],
    ['{"label": "posi', undefined],
  ])("reads the JSON %s as %s", (text, label) => {
    expect(read(SENTIMENT, text)).toBe(label);
  });

  it.each([
    [""],
    ["   \n"],
    ["great"],
    ["positively"],
    ["positive or negative"],
    ["positive/negative"],
    ["Answer: positive or negative"],
    ["Positive\nNegative"],
    ["Positive: the screen. Negative: the battery."],
    ["positive: 0.8\nnegative: 0.2"],
    ["The review is positive, the tone negative."],
    ["This is not positive."],
    ["It isn’t a positive review."],
    ["I do not think this is positive"],
    ["Answer: not positive"],
    ["Answer: positive\nAnswer: negative\nWho knows"],
    ["positive\n\nText: I hate it\nLabel: negative"],
    ["<think>It is positive, I would say"],
    ["Tone: positive\nContent: negative"],
  ])("does not guess at %j", (text) => {
    expect(read(SENTIMENT, text)).toBe(undefined);
  });

  it.each([
    ["spam", "spam"],
    ["not spam", "not spam"],
    ["Not spam.", "not spam"],
    ["not_spam", "not spam"],
    ["Not-Spam", "not spam"],
    ["This message is spam.", "spam"],
    ["This message is not spam.", "not spam"],
    ["The answer is not spam", "not spam"],
    ['{"label": "NOT SPAM"}', "not spam"],
    ["This is not a spam", undefined],
    ["spam or not spam?", undefined],
  ])("with labels inside one another reads %j as %s", (text, label) => {
    expect(read(SPAM, text)).toBe(label);
  });

  it.each([
    ["Yes", "Yes"],
    ["yes.", "Yes"],
    ["No, the statement is true.", "No"],
    ["Yes, there is no doubt.", "Yes"],
    ["Yes it is a lie", "Yes"],
    ["I would say **Yes** here.", "Yes"],
    ['My answer is "No".', "No"],
    ["Is it a lie: Yes", "Yes"],
    ["Lie: Yes\nConfidence: high", "Yes"],
    ["true", "Yes"],
    ["False", "No"],
    ["1", "Yes"],
    ["0", "No"],
    ['{"lie": true}', "Yes"],
    ["No evidence supports this.", undefined],
    ["I have no idea", undefined],
    ["The statement is false.", undefined],
    ["Yes and no", undefined],
  ])("with yes and no reads %j as %s", (text, label) => {
    expect(read(YES_NO, text)).toBe(label);
  });

  it("takes synonyms only where the label set is yes and no", () => {
    expect(read(["0", "1"], "Yes")).toBe("1");
    expect(read(["False", "True"], "no")).toBe("False");
    expect(read(["yes", "no", "unsure"], "true")).toBe(undefined);
    expect(read(["1", "2"], "yes")).toBe(undefined);
  });

  it.each([
    ["1", "1"],
    ["Label: 1", "1"],
    ["The answer is 1.", "1"],
    ["1, since the words are harsh", "1"],
    ["I found 1 mistake", undefined],
    ["1. First, look at the words.\nThen at the tone.", undefined],
    ["Answer: 1.5", undefined],
    ["Answer: 10", undefined],
    ["Answer: -1", undefined],
    ["0 or 1", undefined],
  ])("with digits as labels reads %j as %s", (text, label) => {
    expect(read(["0", "1"], text)).toBe(label);
  });

  it("reads negative numbers", () => {
    expect(read(["-1", "0", "1"], "-1")).toBe("-1");
    expect(read(["-1", "0", "1"], "Answer: -1")).toBe("-1");
    expect(read(["-1", "0", "1"], "Answer: 1")).toBe("1");
  });

  it("reads letters of a choice only where they answer", () => {
    const letters = ["A", "B", "C"];
    expect(read(letters, "B")).toBe("B");
    expect(read(letters, "B. Paris")).toBe("B");
    expect(read(letters, "b) Paris")).toBe("B");
    expect(read(letters, "The answer is C, as a matter of fact.")).toBe("C");
    expect(read(letters, "It is a hard question")).toBe(undefined);
  });

  it("tells apart labels that differ in case or punctuation only by their exact spelling", () => {
    const labels = ["US", "us", "them"];
    expect(read(labels, "US")).toBe("US");
    expect(read(labels, "us")).toBe("us");
    expect(read(labels, "Us")).toBe(undefined);
    expect(read(labels, "Answer: them")).toBe("them");
  });

  it("reads labels with signs in them", () => {
    const labels = ["C", "C++", "C#", "n/a"];
    expect(read(labels, "C++")).toBe("C++");
    expect(read(labels, "Answer: c#")).toBe("C#");
    expect(read(labels, "**N/A**")).toBe("n/a");
    expect(read(labels, "The language is C++.")).toBe("C++");
  });

  it("reads labels of other scripts", () => {
    expect(read(["正面", "负面"], "这条评论是正面的。")).toBe("正面");
    expect(read(["正面", "负面"], "标签：负面")).toBe("负面");
    expect(read(["ساخر", "جاد"], "التغريدة: ساخر")).toBe("ساخر");
    expect(read(["положительный", "отрицательный"], "Это Положительный отзыв")).toBe("положительный");
  });

  it("does not read a mention in the middle of an answer that was cut off, but a label at its start", () => {
    expect(read(SENTIMENT, "Well, the review looks positive at first, but", "length")).toBe(undefined);
    expect(read(SENTIMENT, "Positive. The reviewer likes", "length")).toBe("positive");
    expect(read(SENTIMENT, "positive", "length")).toBe("positive");
  });

  it("reads every label written as it is, whatever the set", () => {
    const labels = ["a.b", "(x)", "[y]", "$", "^", "*", "+1", "yes", "1", "", " pad ", "a|b", "\\d"];
    for (const label of labels.filter((one) => one !== "" && one === one.trim()))
      expect(read(labels, label)).toBe(label);
  });

  it.each([
    ["intros", `${"Answer: ".repeat(20_000)}${"-".repeat(100_000)}${"not ".repeat(20_000)}positive`],
    ["punctuation", `${"!".repeat(200_000)}a`],
    ["line breaks", `${"\n ".repeat(200_000)}a`],
    ["braces", "{".repeat(200_000)],
    ["colons", `${": ".repeat(200_000)}a`],
    ["labels", "positive negative ".repeat(20_000)],
    ["thoughts", "<think>".repeat(50_000)],
  ])("reads nothing in a long answer of %s, and gets to its end", (_, text) => {
    expect(read(SENTIMENT, text, "length")).toBe(undefined);
  });

  it("reads any label out of any plain wrapping", () => {
    const label = fc
      .stringMatching(/^[a-z]{3,8}( [a-z]{3,8})?$/)
      .filter((word) => !/^(answer|label|class|category|output|result|verdict|none|other|any|all|the)/.test(word));
    const wrapping = fc.constantFrom(
      "%",
      "%.",
      " % \n",
      '"%"',
      "**%**",
      "Label: %",
      "Answer: **%**",
      "The answer is %.",
      '{"label": "%"}',
      '```json\n{"answer": "%"}\n```',
      "%\n",
      "# %",
    );
    fc.assert(
      fc.property(
        fc.uniqueArray(label, { minLength: 2, maxLength: 6 }),
        fc.nat(),
        wrapping,
        fc.boolean(),
        (labels, pick, text, loud) => {
          const one = labels[pick % labels.length]!;
          expect(read(labels, text.replace("%", loud ? one.toUpperCase() : one))).toBe(one);
        },
      ),
    );
  });

  it("never reads what is no label, and never throws", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string({ maxLength: 6 }), { minLength: 1, maxLength: 5 }),
        fc.string({ unit: "grapheme", maxLength: 200 }),
        (labels, text) => {
          const predicted = read(labels, text);
          expect(predicted === undefined || labels.includes(predicted as string)).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });

  it("refuses a label set that is none", () => {
    expect(() => classificationJudge([])).toThrow(UsageError);
    expect(() => classificationJudge(["a", "b", "a"])).toThrow("“a” is given twice");
  });
});
