/**
 * The simulated model of the example `reviews`: a weak reader with a word list that does only what the prompt states, and an
 * optimizer model that reads the errors it is shown. Its figures say nothing about any real model.
 */
import type { Model } from "../core/model.ts";
import { followerModel, type SimulatedOptions } from "./rules/follower.ts";
import { REVIEWS } from "./reviews/rules.ts";
import { answerTask } from "./reviews/task-answer.ts";

/** Options of `simulatedReviews`. */
export type SimulatedReviewsOptions = SimulatedOptions;

/** The simulated model, of both roles. Deterministic: answers depend on the options, the messages, the format and the sample number only. */
export function simulatedReviews(options: SimulatedReviewsOptions = {}): Model {
  return followerModel({ name: "reviews", language: REVIEWS, answer: answerTask }, options);
}
