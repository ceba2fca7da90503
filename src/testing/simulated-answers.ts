/**
 * The simulated model of the example `answers`: a library's desk that writes as its prompt asks for, an optimizer model that
 * reads the judge's reasons, and a judge that goes by the criteria with a slip now and then. Its figures say nothing about any
 * real model.
 */
import type { Model } from "../core/model.ts";
import { judgeReply } from "./answers/judge.ts";
import { ANSWERS } from "./answers/language.ts";
import { answerQuestion } from "./answers/task-answer.ts";
import { followerModel, type SimulatedOptions } from "./rules/follower.ts";

/** The simulated model, of all three roles. */
export function simulatedAnswers(options: SimulatedOptions = {}): Model {
  return followerModel({ name: "answers", language: ANSWERS, answer: answerQuestion, other: judgeReply }, options);
}
