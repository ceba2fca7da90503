/** Replies of judge models, as they are written: a reason and choices, or nothing that can be read. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readJudgeReply } from "../../../src/metrics/judged/reply.ts";

const YES_NO = { score: ["no", "yes"] };
const FIVE = { score: ["1", "2", "3", "4", "5"] };
const TWO = { polite: ["no", "yes"], correct: ["no", "yes"] };

describe("the reply of a judge model", () => {
  it.each([
    [`{"reason":"It is short.","score":"yes"}`, YES_NO, { reason: "It is short.", choices: { score: "yes" } }],
    [`{"reason":"x","score":true}`, YES_NO, { reason: "x", choices: { score: "yes" } }],
    ['Sure!\n```json\n{"reason": "x", "score": "No."}\n```', YES_NO, { reason: "x", choices: { score: "no" } }],
    [`{"reason":"x","score":4}`, FIVE, { reason: "x", choices: { score: "4" } }],
    [`{"reason":"x","score":"4/5"}`, FIVE, { reason: "x", choices: { score: "4" } }],
    [`{"reason":"x","score":4.0}`, FIVE, { reason: "x", choices: { score: "4" } }],
    ["Reason: it greets.\nScore: 3", FIVE, { reason: "it greets.", choices: { score: "3" } }],
    [
      "Score: 1 would be harsh.\nIt greets.\n**Score:** 4/5",
      FIVE,
      { reason: "Score: 1 would be harsh. It greets.", choices: { score: "4" } },
    ],
    ["It answers the question.\n\nYes.", YES_NO, { reason: "It answers the question.", choices: { score: "yes" } }],
    [`{"reason":"x","polite":"yes","correct":"no"}`, TWO, { reason: "x", choices: { polite: "yes", correct: "no" } }],
    [
      `{"reason":"x","scores":{"Polite":"yes","correct":{"score":"no"}}}`,
      TWO,
      { reason: "x", choices: { polite: "yes", correct: "no" } },
    ],
    [
      "Fine words.\n- polite: yes\n- correct: no",
      TWO,
      { reason: "Fine words.", choices: { polite: "yes", correct: "no" } },
    ],
  ])("reads %j", (text, asked, expected) => {
    expect(readJudgeReply(text, asked)).toEqual(expected);
  });

  it.each([
    ["", YES_NO],
    ["I cannot say.", YES_NO],
    [`{"reason":"x","score":"perhaps"}`, YES_NO],
    [`{"reason":"x","score":6}`, FIVE],
    [`{"reason":"x","score":3.5}`, FIVE],
    [`{"reason":"x","score":null}`, FIVE],
    [`{"reason":"score: yes"}`, YES_NO],
    [`{"reason":"x","polite":"yes"}`, TWO],
    ["polite: yes", TWO],
    ["yes", TWO],
  ])("reads nothing in %j", (text, asked) => {
    expect(readJudgeReply(text, asked)).toBeUndefined();
  });

  it("takes the score of its field, whatever the reason quotes", () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom("1", "2", "3", "4", "5"), (quoted, score) => {
        const reason = `The answer says "score: 5" and ${quoted}`;
        expect(readJudgeReply(JSON.stringify({ reason, score }), FIVE)?.choices).toEqual({ score });
      }),
    );
  });

  it("never throws, and gives nothing but a choice that was asked for", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json(), fc.string({ unit: "grapheme" })), (text) => {
        const reply = readJudgeReply(text, TWO);
        for (const choice of Object.values(reply?.choices ?? {})) expect(["no", "yes"]).toContain(choice);
      }),
      { numRuns: 1000 },
    );
  });
});
