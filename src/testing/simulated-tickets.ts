/**
 * The simulated model of the example `tickets`: a reader that goes by single words until its prompt states which queue takes
 * what, and an optimizer model that reads the errors it is shown. Its figures say nothing about any real model.
 */
import type { Model } from "../core/model.ts";
import { followerModel, type SimulatedOptions } from "./rules/follower.ts";
import { TICKETS } from "./tickets/language.ts";
import { answerTicket } from "./tickets/task-answer.ts";

/** The simulated model, of both roles. */
export function simulatedTickets(options: SimulatedOptions = {}): Model {
  return followerModel({ name: "tickets", language: TICKETS, answer: answerTicket }, options);
}
