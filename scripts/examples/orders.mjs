/** The rows of examples/extraction: mails that order goods, some composed, some written by hand, and the order in each. */
import { draws } from "./draw.mjs";

const GOODS = [
  ["candle", "candles", 2, 9],
  ["mug", "mugs", 4, 12],
  ["notebook", "notebooks", 2, 8],
  ["lamp", "lamps", 18, 60],
  ["chair", "chairs", 35, 120],
  ["towel", "towels", 5, 20],
  ["blanket", "blankets", 15, 45],
  ["plate", "plates", 3, 14],
  ["knife", "knives", 6, 30],
  ["glass", "glasses", 2, 9],
  ["brush", "brushes", 3, 11],
  ["vase", "vases", 9, 40],
  ["tray", "trays", 6, 22],
  ["apron", "aprons", 8, 24],
  ["basket", "baskets", 7, 28],
  ["clock", "clocks", 14, 55],
  ["cushion", "cushions", 9, 26],
  ["bowl", "bowls", 4, 18],
];
const CITIES = [
  "Lyon",
  "Porto",
  "Leeds",
  "Ghent",
  "Turin",
  "Graz",
  "Cork",
  "Toledo",
  "Bergen",
  "Lille",
  "Bonn",
  "Krakow",
];
const NAMES = [
  "Margaux",
  "Tom Okafor",
  "Ines Duarte",
  "P. Lindqvist",
  "Anna",
  "the Hartmann sisters",
  "Joe",
  "Dr. Weiss",
  "Bea from purchasing",
  "Kofi",
];
const MONTHS = "January February March April May June July August September October November December".split(" ");
const WORDS = {
  2: "two",
  3: "three",
  4: "four",
  5: "five",
  6: "six",
  7: "seven",
  8: "eight",
  9: "nine",
  10: "ten",
  20: "twenty",
};
const CURRENCIES = {
  EUR: [(n) => `€${n}`, (n) => `${n} euros`, (n) => `EUR ${n}`],
  GBP: [(n) => `£${n}`, (n) => `${n} pounds`, (n) => `GBP ${n}`],
  USD: [(n) => `$${n}`, (n) => `${n} dollars`, (n) => `USD ${n}`],
  CHF: [(n) => `${n} francs`, (n) => `CHF ${n}`, (n) => `${n} Swiss francs`],
};

const OPENINGS = [
  "Hello,",
  "Good morning,",
  "Hi there,",
  "Dear all,",
  "Hi,",
  "To whom it may concern:",
  "Good afternoon,",
  "",
];
const GREETINGS = [
  "Greetings from rainy CITY:",
  "CITY calling again,",
  "A quick one from our office in CITY:",
  "Writing from the CITY fair,",
];
const ASKS = [
  "please send us GOODS",
  "we would like GOODS",
  "could you put us down for GOODS",
  "I want to order GOODS",
  "we need GOODS",
  "kindly reserve GOODS for us",
  "our next order is GOODS",
  "may I have GOODS",
];
const PLACES = [
  "to our shop in CITY",
  "to CITY",
  "to the warehouse in CITY",
  "to the new branch in CITY",
  "to my sister's address in CITY",
];
const CLOSINGS = [
  "Thanks, NAME",
  "Best wishes, NAME",
  "Regards, NAME",
  "NAME",
  "Many thanks in advance.",
  "Ring me if anything is unclear.",
  "",
];

/** An order by hand: text, item, quantity, unit price, currency, date, city. */
const BY_HAND = [
  [
    "Same as last spring: a dozen vases at €14 each, sent to Ghent, nothing later than 2 May 2026 please.",
    "vase",
    12,
    14,
    "EUR",
    "2026-05-02",
    "Ghent",
  ],
  [
    "The opening in Porto moved, so the 25 chairs (£48 apiece) have to be there by 17 June 2026.",
    "chair",
    25,
    48,
    "GBP",
    "2026-06-17",
    "Porto",
  ],
  ["We can pay $90 for all thirty notebooks, not more. Ship them to Leeds.", "notebook", 30, 3, "USD", null, "Leeds"],
  [
    "Half a dozen lamps. Bonn. You know the price, 32 euros each. By 1 October 2026.",
    "lamp",
    6,
    32,
    "EUR",
    "2026-10-01",
    "Bonn",
  ],
  [
    "Two weeks ago I asked for 15 trays; make that 20. They go to Turin, 11 francs a piece, by 9 March 2026.",
    "tray",
    20,
    11,
    "CHF",
    "2026-03-09",
    "Turin",
  ],
  [
    "My boss in Lyon says: forty aprons to the Lille kitchen by August 3, 2026, at €12.50 each.",
    "apron",
    40,
    12.5,
    "EUR",
    "2026-08-03",
    "Lille",
  ],
  [
    "I fell in love with your baskets. Four of them, please, to Krakow. Whenever you can.",
    "basket",
    4,
    null,
    null,
    null,
    "Krakow",
  ],
  [
    "Order 7781: 3 dozen glasses, $72 for the lot, deliver to Cork on 2026-04-21.",
    "glass",
    36,
    2,
    "USD",
    "2026-04-21",
    "Cork",
  ],
  [
    "Is it still possible to get 8 clocks to Bergen before 12/02/2026? We would pay 30 pounds each.",
    "clock",
    8,
    30,
    "GBP",
    "2026-02-12",
    "Bergen",
  ],
  [
    "Cushions! Ten of them, in any colour, for the reading corner in Toledo.",
    "cushion",
    10,
    null,
    null,
    null,
    "Toledo",
  ],
  [
    "Unlike last time we need bowls, not plates: 50 bowls at 6 euros a piece, to Graz.",
    "bowl",
    50,
    6,
    "EUR",
    null,
    "Graz",
  ],
  [
    "Hi from Bonn, where it snows. The six blankets should go to my aunt in Cork, £22 each, by 20 December 2026.",
    "blanket",
    6,
    22,
    "GBP",
    "2026-12-20",
    "Cork",
  ],
  [
    "Please add a dozen knives to our account; the chef in Leeds expects them by 6 July 2026.",
    "knife",
    12,
    null,
    null,
    "2026-07-06",
    "Leeds",
  ],
  [
    "The towels arrived torn. Send 24 new towels to Porto, at 0 charge if you ask me, but fine: 7 euros each.",
    "towel",
    24,
    7,
    "EUR",
    null,
    "Porto",
  ],
  ["100 candles. €250 in total. Lyon. End of story.", "candle", 100, 2.5, "EUR", null, "Lyon"],
  ["One lamp for the window, 45 dollars, to Ghent by May 14, 2026.", "lamp", 1, 45, "USD", "2026-05-14", "Ghent"],
  ["We said 12 mugs. Sorry, we meant 21 mugs, at CHF 9 each, to Graz.", "mug", 21, 9, "CHF", null, "Graz"],
  [
    "Send brushes, please: two dozen, to the workshop in Turin, by 30 September 2026.",
    "brush",
    24,
    null,
    null,
    "2026-09-30",
    "Turin",
  ],
  [
    "Could the nine plates go to Lille instead of Lyon? Price as agreed, 8 euros each, date too, 11 November 2026.",
    "plate",
    9,
    8,
    "EUR",
    "2026-11-11",
    "Lille",
  ],
  [
    "For the wedding in Toledo on 2026-06-06 we need five dozen glasses, $3 each, delivered there by 2026-06-04.",
    "glass",
    60,
    3,
    "USD",
    "2026-06-04",
    "Toledo",
  ],
  [
    "Please quote nothing, just ship: 16 notebooks to Krakow, 64 francs altogether.",
    "notebook",
    16,
    4,
    "CHF",
    null,
    "Krakow",
  ],
  [
    "I was wrong about the chairs, it is 14 and not 12 of them, to Bergen, £60 each, by 08/04/2026.",
    "chair",
    14,
    60,
    "GBP",
    "2026-04-08",
    "Bergen",
  ],
  ["A tray is missing from the last box. One tray, please, to Leeds.", "tray", 1, null, null, null, "Leeds"],
  [
    "The gift shop takes 75 candles at $1.80 each. Address as ever: Cork. They open on 1 March 2026, so be there by 27 February 2026.",
    "candle",
    75,
    1.8,
    "USD",
    "2026-02-27",
    "Cork",
  ],
  ["Seven vases, seven baskets: no, only the seven vases. €19 each, to Bonn.", "vase", 7, 19, "EUR", null, "Bonn"],
  [
    "Half a dozen aprons for the pottery class in Ghent; the class pays 90 euros in all. It starts on 5 January 2026, that is your date.",
    "apron",
    6,
    15,
    "EUR",
    "2026-01-05",
    "Ghent",
  ],
  [
    "Our Graz office closed, so everything goes to Turin from now on, also the 33 mugs at 5 euros each.",
    "mug",
    33,
    5,
    "EUR",
    null,
    "Turin",
  ],
  [
    "3 blankets and no more, $120 for the three, to my daughter in Porto, by October 10, 2026.",
    "blanket",
    3,
    40,
    "USD",
    "2026-10-10",
    "Porto",
  ],
  ["Let us try one dozen of the new bowls. Lille, by 2026-03-31.", "bowl", 12, null, null, "2026-03-31", "Lille"],
  [
    "To Bergen, twenty cushions. Twenty! At 13 pounds a piece. By 2 February 2026.",
    "cushion",
    20,
    13,
    "GBP",
    "2026-02-02",
    "Bergen",
  ],
];

const money = (n) => (Number.isInteger(n) ? String(n) : n.toFixed(2));

function composed({ next, pick, chance }, i) {
  const [one, many, least, most] = GOODS[i % GOODS.length];
  const style = pick(["digits", "digits", "digits", "word", "dozen", "dozen", "corrected"]);
  const amounts = {
    digits: () => {
      const n = 11 + Math.floor(next() * 80);
      return [n, `${n} ${many}`];
    },
    word: () => {
      const n = Number(pick(Object.keys(WORDS)));
      return [n, `${WORDS[n]} ${many}`];
    },
    dozen: () => {
      const n = pick([0.5, 1, 2, 3, 4]);
      const words = n === 0.5 ? "half a dozen" : n === 1 ? "a dozen" : `${chance(0.5) ? n : WORDS[n]} dozen`;
      return [12 * n, `${words} ${many}`];
    },
    corrected: () => {
      const [wrong, n] = [10 + Math.floor(next() * 40), 51 + Math.floor(next() * 40)];
      return [n, `${wrong} ${many}${pick([` (sorry, make that ${n})`, `, no, ${n} of them`, `, or rather ${n}`])}`];
    },
  };
  const [quantity, goods] = amounts[style]();

  const currency = pick(Object.keys(CURRENCIES));
  const shown = pick(CURRENCIES[currency]);
  const unit = Math.round((least + next() * (most - least)) * 2) / 2;
  const pricing = pick(["each", "each", "total", "none"]);
  const price = {
    each: () =>
      pick([" at PRICE each", " at PRICE apiece", ", PRICE a piece", " for PRICE per piece"]).replace(
        "PRICE",
        shown(money(unit)),
      ),
    total: () =>
      pick([" for PRICE altogether", ", PRICE in total", ", PRICE for the lot", " for PRICE in all"]).replace(
        "PRICE",
        shown(money(unit * quantity)),
      ),
    none: () => "",
  }[pricing]();

  const [day, month] = [1 + Math.floor(next() * 28), 1 + Math.floor(next() * 12)];
  const two = (n) => String(n).padStart(2, "0");
  const date = pick(["long", "american", "slashes", "iso", "none"]);
  const dates = {
    long: `${day} ${MONTHS[month - 1]} 2026`,
    american: `${MONTHS[month - 1]} ${day}, 2026`,
    slashes: `${two(day)}/${two(month)}/2026`,
    iso: `2026-${two(month)}-${two(day)}`,
  };
  const deadline =
    date === "none"
      ? ""
      : pick([" by DATE", ", not later than DATE", " before DATE", ", due on DATE"]).replace("DATE", dates[date]);

  const city = pick(CITIES);
  const elsewhere = pick(CITIES.filter((name) => name !== city));
  const opening = chance(0.35) ? pick(GREETINGS).replace("CITY", elsewhere) : pick(OPENINGS);
  const ask = pick(ASKS).replace("GOODS", goods);
  const place = pick(PLACES).replace("CITY", city);
  const body = chance(0.6)
    ? `${ask}${price}. ${pick(["Please deliver", "Ship them", "They go", "Send everything"])} ${place}${deadline}.`
    : `${ask} ${place}${deadline}. ${price === "" ? pick(["You have our details.", "The usual terms.", "Invoice as always."]) : `We agreed on${price.replace(/^,? (?:at |for )?|^, /, " ")}.`}`;
  const closing = pick(CLOSINGS).replace("NAME", pick(NAMES));
  const sentence = opening === "" || opening.endsWith(":") ? body.replace(/^./, (c) => c.toUpperCase()) : body;
  return {
    text: [opening, sentence, closing].filter((part) => part !== "").join(" "),
    order: {
      item: one,
      quantity,
      unit_price: pricing === "none" ? null : unit,
      currency: pricing === "none" ? null : currency,
      deliver_by: date === "none" ? null : dates.iso,
      city,
    },
  };
}

/** The rows, in the order of the file. */
export function orders() {
  const draw = draws(14);
  const hand = BY_HAND.map(([text, item, quantity, unit_price, currency, deliver_by, city]) => ({
    text,
    order: { item, quantity, unit_price, currency, deliver_by, city },
  }));
  return draw.shuffle([...hand, ...Array.from({ length: 170 }, (_, i) => composed(draw, i))]);
}
