/** The simulated task model of orders: copies what it sees in a mail, unless its prompt states how to write it and what counts. */
import type { ModelRequest } from "../../core/model.ts";
import type { TaskAnswer } from "../rules/follower.ts";
import { promptReader } from "../rules/read-prompt.ts";
import { remembered } from "../rules/remembered.ts";
import { rulesIn } from "../rules/rule.ts";
import { EXTRACTION } from "./language.ts";
import { type Amount, readMail, type Sum } from "./read-order.ts";
import type { Field } from "./rules.ts";

const readPrompt = promptReader({
  row: ["mail", "email", "text", "message", "input"],
  answer: ["order", "json", "answer", "output"],
});

const rulesOf = remembered(
  2_000,
  (instruction: string): ReadonlySet<string> => new Set(rulesIn(EXTRACTION, instruction).map(({ name }) => name)),
);

/** Signs and names of money. */
const CODES: Readonly<Record<string, string>> = {
  "€": "EUR",
  euros: "EUR",
  "£": "GBP",
  pounds: "GBP",
  $: "USD",
  dollars: "USD",
  francs: "CHF",
  "Swiss francs": "CHF",
};

/** The order in the mail of the prompt, and one with another quantity. */
export function answerOrder({ messages }: Pick<ModelRequest, "messages">): TaskAnswer {
  const { instruction, row } = readPrompt(messages);
  const order = orderIn(row, rulesOf(instruction));
  return {
    answer: JSON.stringify(order),
    mistake: JSON.stringify({ ...order, quantity: Number(order.quantity ?? 0) + 1 }),
  };
}

function orderIn(text: string, stated: ReadonlySet<string>): Record<Field, string | number | null> {
  const { goods, amounts, sum, date, cities } = readMail(text);
  const amount = stated.has("corrections") ? amounts.at(-1) : amounts[0];
  const missing = <T>(guess: T): T | null => (stated.has("nothing said") ? null : guess);
  const destination = stated.has("destination") ? cities.findLast((city) => city.destination) : undefined;
  const city = (destination ?? cities[0])?.name;
  return {
    item: goods === undefined ? missing("goods") : stated.has("singular") ? singular(goods) : goods,
    quantity: amount === undefined ? missing(1) : quantityOf(amount, stated),
    unit_price: sum === undefined ? missing(0) : priceOf(sum, amounts, stated),
    currency: sum === undefined ? missing("EUR") : currencyOf(sum, stated),
    deliver_by: date === undefined ? missing("as soon as possible") : stated.has("dates") ? isoDate(date) : date,
    city: city === undefined ? missing("unknown") : stated.has("countries") ? `${city}, Europe` : city,
  };
}

/** In pieces where the prompt says how many a dozen has, otherwise the number that is written. */
function quantityOf({ count, dozens }: Amount, stated: ReadonlySet<string>): number {
  const pieces = dozens && stated.has("dozens") ? 12 * count : Math.ceil(count);
  return stated.has("packs") && pieces > 20 ? Math.ceil(pieces / 10) : pieces;
}

function priceOf({ value, total }: Sum, amounts: readonly Amount[], stated: ReadonlySet<string>): number {
  const last = amounts.at(-1);
  const pieces = last === undefined ? 1 : (last.dozens ? 12 : 1) * last.count;
  const price = total && stated.has("price of one") ? Math.round((100 * value) / pieces) / 100 : value;
  return stated.has("round prices") ? Math.ceil(price) : price;
}

function currencyOf({ currency }: Sum, stated: ReadonlySet<string>): string {
  return stated.has("currency codes") ? (CODES[currency] ?? currency) : currency;
}

const IRREGULAR: Readonly<Record<string, string>> = { knives: "knife", glasses: "glass", brushes: "brush" };

function singular(goods: string): string {
  return IRREGULAR[goods] ?? (goods.endsWith("ss") ? goods : goods.replace(/s$/, ""));
}

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** A date in any of the usual forms, the day first, as YYYY-MM-DD. */
function isoDate(date: string): string {
  const two = (value: string): string => value.padStart(2, "0");
  const [, day, month, year] = /^(\d\d)\/(\d\d)\/(\d{4})$/.exec(date) ?? [];
  if (year !== undefined) return `${year}-${month}-${day}`;
  const name = /[A-Z][a-z]+/.exec(date)?.[0];
  if (name === undefined) return date;
  const [first = "", second = ""] = date.match(/\d+/g) ?? [];
  const at = String(MONTHS.indexOf(name.slice(0, 3).toLowerCase()) + 1);
  return `${second}-${two(at)}-${two(first)}`;
}
