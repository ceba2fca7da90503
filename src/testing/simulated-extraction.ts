/**
 * The simulated model of the example `extraction`: a reader that copies from mails until its prompt states how values are written,
 * and an optimizer model that reads the errors and the feedback that it is shown. Its figures say nothing about any real model.
 */
import type { Model } from "../core/model.ts";
import { EXTRACTION } from "./extraction/language.ts";
import { answerOrder } from "./extraction/task-answer.ts";
import { followerModel, type SimulatedOptions } from "./rules/follower.ts";

/** The simulated model, of both roles. */
export function simulatedExtraction(options: SimulatedOptions = {}): Model {
  return followerModel({ name: "extraction", language: EXTRACTION, answer: answerOrder }, options);
}
