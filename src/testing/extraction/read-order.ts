/** What a reader of English sees in a mail that orders goods: amounts, sums of money, dates and cities, as they are written. */

/** An amount of goods. */
export interface Amount {
  readonly count: number;
  /** Whether it counts dozens. */
  readonly dozens: boolean;
}

export interface Sum {
  readonly value: number;
  /** The currency as it is written, such as `€` or `euros`. */
  readonly currency: string;
  /** Whether it is the price of all goods together. */
  readonly total: boolean;
}

export interface Mail {
  /** The goods as they are written. */
  readonly goods: string | undefined;
  /** In the order of the mail; the last one is what a correction leaves. */
  readonly amounts: readonly Amount[];
  readonly sum: Sum | undefined;
  /** As it is written. */
  readonly date: string | undefined;
  /** In the order of the mail. */
  readonly cities: readonly { readonly name: string; readonly destination: boolean }[];
}

const GOODS =
  /\b(?:candle|mug|notebook|lamp|chair|towel|blanket|plate|kni(?:fe|ves)|glass(?:es)?|brush(?:es)?|vase|tray|apron|basket|clock|cushion|bowl)s?\b/gi;
const CITY = /\b(?:Lyon|Porto|Leeds|Ghent|Turin|Graz|Cork|Toledo|Bergen|Lille|Bonn|Krakow)\b/g;
const WORDS: Readonly<Record<string, number>> = {
  a: 1,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  twenty: 20,
  thirty: 30,
  forty: 40,
};
const NUMBER = `\\d+|${Object.keys(WORDS).join("|")}`;
const MONTH = "January|February|March|April|May|June|July|August|September|October|November|December";
const CURRENCY = "€|£|\\$|EUR|GBP|USD|CHF|euros|pounds|dollars|Swiss francs|francs";

const DATE = new RegExp(
  `\\b(?:\\d{4}-\\d\\d-\\d\\d|\\d\\d/\\d\\d/\\d{4}|\\d{1,2} (?:${MONTH}) \\d{4}|(?:${MONTH}) \\d{1,2}, \\d{4})\\b`,
  "g",
);
const SUM = new RegExp(`(${CURRENCY}) ?(\\d+(?:\\.\\d+)?)|(\\d+(?:\\.\\d+)?) (${CURRENCY})`);
const TOTAL = /^.{0,20}\b(?:altogether|in total|in all|for (?:the lot|the three|all))\b/;
const AMOUNT = new RegExp(`\\b(half a|${NUMBER})( dozen)?(?: (?:of (?:them|the new)|new|small))?\\b`, "gi");
/** What stands in front of a city that goods go to. */
const TOWARDS = /\b(?:to|deliver|sent to|ship them to|go to)(?: (?:our|the|my|a)(?: [a-z']+){1,3} in| the)? $/i;

/** Reads one mail. */
export function readMail(text: string): Mail {
  const dates = text.match(DATE) ?? [];
  const sum = sumIn(text);
  const goods = text.match(GOODS)?.[0].toLowerCase();
  // Numbers of sums, of dates and of the order itself count no goods.
  const plain = text
    .replace(DATE, "")
    .replace(new RegExp(SUM, "g"), "")
    .replace(/\border \d{4,}/gi, "");
  return {
    goods,
    amounts: amountsIn(plain),
    sum,
    date: dates.at(-1),
    cities: Array.from(text.matchAll(CITY), (found) => ({
      name: found[0],
      destination: TOWARDS.test(text.slice(0, found.index)),
    })),
  };
}

/** Amounts: the one in front of the goods, and what corrects it. */
function amountsIn(text: string): Amount[] {
  const found = Array.from(text.matchAll(AMOUNT), ([, count = "", dozen]) => ({
    count: count.toLowerCase() === "half a" ? 0.5 : (WORDS[count.toLowerCase()] ?? Number(count)),
    dozens: dozen !== undefined,
    article: count.toLowerCase() === "a" && dozen === undefined,
  }));
  return found.filter(({ article }) => !article).map(({ count, dozens }) => ({ count, dozens }));
}

function sumIn(text: string): Sum | undefined {
  const found = SUM.exec(text);
  if (found === null) return undefined;
  const [whole, before, valueBehind, value, behind] = found;
  return {
    value: Number(valueBehind ?? value),
    currency: before ?? behind ?? "",
    total: TOTAL.test(text.slice(found.index + whole.length)),
  };
}
