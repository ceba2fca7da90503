/** The public names of `protegi/testing`: models that need no network. */
export { scriptedModel, type ScriptedOptions, type ScriptedReply } from "./scripted.ts";
export { simulatedReviews, type SimulatedReviewsOptions } from "./simulated-reviews.ts";
