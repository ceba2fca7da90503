/** The rules of orders: how values are written, and which of several counts. */
import type { StatedRule } from "../rules/rule.ts";
import { type Mail, readMail } from "./read-order.ts";

/** The fields of an order. */
export const FIELDS = ["item", "quantity", "unit_price", "currency", "deliver_by", "city"] as const;

export type Field = (typeof FIELDS)[number];

/** A rule about one field or all of them. */
export interface OrderRule extends StatedRule {
  /** The field that it is about; absent for all. */
  readonly field?: Field;
  /** Whether a mail shows that it is needed, to a reader who sees the right value too. */
  readonly shownBy: (mail: Mail, right: Readonly<Record<string, unknown>>) => boolean;
}

/** Those that better the reader. */
export const HELPFUL: readonly OrderRule[] = [
  {
    name: "dates",
    field: "deliver_by",
    shownBy: ({ date }, { deliver_by }) => date !== undefined && deliver_by !== date,
    says: [/\bYYYY\b|\bISO (?:8601|dates?)\b|\byear, month(?: and|,) day\b/i],
    wordings: [
      "Write dates as YYYY-MM-DD; 04/03/2026 is the fourth of March.",
      "Give deliver_by as an ISO date, with the day in front in the mail.",
      "A date is written in the order year, month and day, such as 2026-03-04.",
    ],
    gradients: [
      "The prompt does not say that dates are to be written as YYYY-MM-DD.",
      "It leaves the form of dates open, so they are copied; ISO dates are wanted.",
    ],
  },
  {
    name: "currency codes",
    field: "currency",
    shownBy: ({ sum }, { currency }) => sum !== undefined && currency !== sum.currency,
    says: [/\bcurrency codes?\b|\bthree[- ]letter\b|\bthree letters\b/i],
    wordings: [
      "Write the currency in three letters: EUR, GBP, USD or CHF.",
      "Give the three-letter code of the currency, not its sign.",
      "Signs and names of money become currency codes such as EUR.",
    ],
    gradients: [
      "The prompt does not ask for currency codes, so signs and words are copied.",
      "It never says that the currency is a three-letter code.",
    ],
  },
  {
    name: "dozens",
    field: "quantity",
    shownBy: ({ amounts }) => amounts.some(({ dozens }) => dozens),
    says: [/\bdozens?\b/i],
    wordings: [
      "A dozen is 12 pieces, half a dozen 6.",
      "Count dozens in pieces: three dozen is 36.",
      "Turn a dozen into 12 in the quantity.",
    ],
    gradients: [
      "The prompt does not say that a dozen counts as 12 pieces.",
      "It does not explain how to count a dozen in the quantity.",
    ],
  },
  {
    name: "price of one",
    field: "unit_price",
    shownBy: ({ sum }, { unit_price }) => sum?.total === true && unit_price !== sum.value,
    says: [/\bprice of one\b|\bone piece\b|\bsingle piece\b|\bdivide\b/i],
    wordings: [
      "The unit_price is the price of one piece: divide a total by the quantity.",
      "Where the mail names a total, divide it by the number of pieces.",
      "Give the price of a single piece, not that of the lot.",
    ],
    gradients: [
      "The prompt does not tell the model to divide a total, so it takes the price of the lot.",
      "It is not clear that unit_price is the price of one piece.",
    ],
  },
  {
    name: "nothing said",
    shownBy: ({ sum, date }, { unit_price, deliver_by }) =>
      (sum === undefined && unit_price === null) || (date === undefined && deliver_by === null),
    says: [/\bnull\b/i],
    wordings: [
      "Give null for what the mail does not say.",
      "Fields that the mail leaves open are null.",
      "Never guess: an unknown value is null.",
    ],
    gradients: [
      "The prompt does not say that unknown values are null, so the model makes them up.",
      "It leaves open what to give where the mail says nothing; null is expected.",
    ],
  },
  {
    name: "singular",
    field: "item",
    shownBy: ({ goods }, { item }) => goods !== undefined && item !== goods,
    says: [/\bsingular\b/i],
    wordings: [
      "Name the item in the singular.",
      "The item is one word in the singular, such as knife.",
      "Use the singular for the goods, without their number.",
    ],
    gradients: [
      "The prompt does not ask for the singular, so the item is copied in the plural.",
      "It does not say that item is in the singular.",
    ],
  },
  {
    name: "corrections",
    field: "quantity",
    shownBy: ({ amounts }, { quantity }) => amounts.length > 1 && quantity === amounts.at(-1)?.count,
    says: [/\bcorrect(?:s|ed|ions?)\b|\bchange(?:s|d)? (?:their|the) mind\b/i],
    wordings: [
      "If the writer corrects a number, the last one counts.",
      "After a correction such as “make that 40”, use the new number.",
      "Where somebody changes their mind, take the later number.",
    ],
    gradients: [
      "The prompt does not mention corrections, so the first number is taken.",
      "It does not say what to do where the writer corrects a number.",
    ],
  },
  {
    name: "destination",
    field: "city",
    shownBy: ({ cities }, { city }) => cities.length > 1 && cities[0]?.name !== city,
    says: [/\bdestination\b|\bgoods go\b|\bdelivered to\b/i],
    wordings: [
      "The city is where the goods go, not where the writer is.",
      "Take the destination as the city; the sender may be elsewhere.",
      "The city is the one that the order is delivered to.",
    ],
    gradients: [
      "The prompt does not say that the city is the destination, so the sender's city is taken.",
      "It is open whether city is where the writer is or where the goods go.",
    ],
  },
];

/** Those that seem to help, and do harm. */
export const HARMFUL: readonly OrderRule[] = [
  {
    name: "round prices",
    field: "unit_price",
    shownBy: ({ sum }) => sum !== undefined && !Number.isInteger(sum.value),
    says: [/\bround(?:s|ed)?\b/i],
    wordings: ["Round prices to whole numbers.", "Prices are rounded up."],
    gradients: ["The prompt should ask for rounded prices, since fractions confuse the model."],
  },
  {
    name: "countries",
    field: "city",
    shownBy: ({ cities }) => cities.length > 0,
    says: [/\bcountry\b/i],
    wordings: ["Add the country to the city.", "Name the country behind the city."],
    gradients: ["The prompt does not ask for the country, so cities are not clear."],
  },
  {
    name: "packs",
    field: "quantity",
    shownBy: ({ amounts }) => (amounts[0]?.count ?? 0) > 20,
    says: [/\bpacks?\b/i],
    wordings: ["Count packs of ten, not pieces.", "Give large quantities in packs of ten."],
    gradients: ["The prompt does not say that large orders are counted in packs."],
  },
];

/** Whether a row hints at a rule: its field is wrong, as far as that is said, and the mail shows why. */
export function hintsAt({
  text,
  right,
  feedback,
}: {
  readonly text: string;
  readonly right: string;
  readonly feedback?: string;
}): (rule: OrderRule) => boolean {
  const [mail, order] = [readMail(text), orderIn(right)];
  return ({ field, shownBy }) =>
    (field === undefined || feedback === undefined || feedback.includes(field)) && shownBy(mail, order);
}

function orderIn(right: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(right) as Readonly<Record<string, unknown>>;
  } catch {
    return {};
  }
}
