/** Custom: answers are free text, and a function of the user's scores each of them. */
import { byFunction } from "./by-function.ts";

export const custom = byFunction({
  name: "custom",
  about: "the metric is a function of yours that scores an answer",
  answers: "Each answer is scored from 0 to 1.",
});
