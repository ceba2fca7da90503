/** What the simulated optimizer model knows of the support desk. */
import type { Language } from "../rules/rule.ts";
import { HARMFUL, HELPFUL, QUEUES, type QueueRule } from "./rules.ts";

/** Whether a sentence names all queues. */
const namesAll = (sentence: string): boolean => QUEUES.every((queue) => sentence.toLowerCase().includes(queue));

export const TICKETS: Language<QueueRule> = {
  helpful: HELPFUL,
  harmful: HARMFUL,
  hinting:
    ({ text, right }) =>
    ({ queue, fits }) =>
      queue === right && fits.some((pattern) => pattern.test(text)),
  taskWordings: [
    "Which queue does this ticket belong to: billing, bug, login, other, refund or shipping?",
    "Sort the ticket into one of the queues billing, bug, login, other, refund and shipping.",
    "Choose the queue of the ticket: billing, bug, login, other, refund or shipping.",
    "Decide whether the ticket is for billing, bug, login, other, refund or shipping.",
  ],
  statesTask: (sentence) => namesAll(sentence) && !/^(?:answer|reply|respond)\b/i.test(sentence),
  vagueWordings: [
    "Read the ticket carefully.",
    "Think of what the customer needs.",
    "Take the whole message into account.",
    "Be precise.",
  ],
  vagueGradients: [
    "The prompt is not clear enough.",
    "The prompt gives the model little to go by.",
    "The queues are not explained.",
    "The model does not take the context into account.",
  ],
};
