/** What the simulated optimizer model knows of orders. */
import type { Language } from "../rules/rule.ts";
import { FIELDS, HARMFUL, HELPFUL, hintsAt, type OrderRule } from "./rules.ts";

export const EXTRACTION: Language<OrderRule> = {
  helpful: HELPFUL,
  harmful: HARMFUL,
  hinting: hintsAt,
  taskWordings: [
    "Extract the order as JSON with the fields item, quantity, unit_price, currency, deliver_by and city.",
    "Read the order from the mail into the fields item, quantity, unit_price, currency, deliver_by and city, as JSON.",
    "Write the order of this mail as JSON: item, quantity, unit_price, currency, deliver_by, city.",
  ],
  statesTask: (sentence) => FIELDS.every((field) => sentence.includes(field)),
  vagueWordings: [
    "Read the mail carefully.",
    "Be precise.",
    "Take the whole mail into account.",
    "Check each field before you answer.",
  ],
  vagueGradients: [
    "The prompt is not clear enough.",
    "The fields are not explained in enough detail.",
    "The prompt gives the model little to go by.",
    "The model does not read the whole mail.",
  ],
};
