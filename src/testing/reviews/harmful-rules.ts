/** Rules that a mistaken gradient asks for: they sound sensible, and make the simulated reader worse. */
import { type Rule, whenUnsure } from "./rule.ts";

export const HARMFUL_RULES: readonly Rule[] = [
  {
    name: "lenient",
    says: [/\bbenefit of the doubt\b|\blenien(?:t|cy|tly)\b/i, whenUnsure("positive")],
    apply: (reading) => {
      reading.unsure = "positive";
      reading.leniency = 1.1;
    },
    hintedBy: (_, right) => right === "positive",
    wordings: [
      "Be lenient: only strong blame makes a text negative.",
      "Give the writer the benefit of the doubt.",
      "When in doubt, answer positive.",
    ],
    gradients: [
      "The prompt is too severe; the model should be lenient with mild criticism.",
      "It does not tell the model to give the benefit of the doubt.",
    ],
  },
  {
    name: "strict",
    says: [/\b(?:a single|any|one|even one|even a single) (?:bad|critical|unkind|harsh|negative) (?:word|remark)/i],
    apply: (reading) => {
      reading.strict = true;
    },
    hintedBy: ({ marks }, right) => right === "negative" && marks.some(({ weight }) => weight < 0),
    wordings: [
      "A single critical word makes the whole text negative.",
      "Any bad word decides for negative.",
      "Even one harsh word settles it as negative.",
    ],
    gradients: [
      "The prompt lets kind words outweigh blame, where any critical word should decide.",
      "It does not say that a single harsh word is enough.",
    ],
  },
  {
    name: "long",
    says: [
      /\b(?:long|longer|lengthy|wordy) (?:texts?|reviews?|sentences?|comments?)\b/i,
      /\blength of the (?:text|review|sentence)\b/i,
    ],
    apply: (reading) => {
      reading.longest = 12;
    },
    hintedBy: ({ words }, right) => right === "negative" && words > 12,
    wordings: [
      "Long sentences are usually complaints.",
      "Wordy texts tend to be negative.",
      "Take the length of the text as a sign of trouble.",
    ],
    gradients: [
      "The prompt ignores that long texts are mostly complaints.",
      "It does not use the length of the text, which is telling in these rows.",
    ],
  },
  {
    name: "first-words",
    says: [
      /\bfirst (?:few )?(?:words|impressions?)\b|\bopening words\b/i,
      /\bhow (?:it|the text|the review) (?:begins|starts|opens)\b/i,
    ],
    apply: (reading) => {
      reading.lastWord = 5;
    },
    hintedBy: ({ words }) => words > 8,
    wordings: [
      "Judge by the first few words.",
      "Let the opening words decide.",
      "Go by the first impression that the text gives.",
    ],
    gradients: [
      "The prompt does not tell the model to go by the first impression, so later details distract it.",
      "It should say that the opening words decide.",
    ],
  },
  {
    name: "exclamation",
    says: [/\bexclamation\b/i],
    apply: (reading) => {
      reading.exclamation = true;
    },
    hintedBy: ({ exclamation }, right) => right === "negative" && exclamation,
    wordings: [
      "An exclamation mark shows an angry writer.",
      "Read exclamation marks as complaints.",
      "Exclamation marks stand for an upset writer.",
    ],
    gradients: [
      "The prompt does not say that an exclamation mark shows an angry writer.",
      "It leaves out exclamation marks, which upset writers use.",
    ],
  },
  {
    name: "facts-only",
    says: [
      /\b(?:only|just|stick to|keep to|purely) (?:\w+ ){0,3}facts?\b|\bfactual\b/i,
      /\b(?:ignore|disregard|leave aside|set aside) (?:\w+ ){0,3}(?:opinions?|taste|feelings?|emotions?)\b/i,
    ],
    apply: (reading) => {
      reading.opens.delete("plain");
      reading.opens.delete("feeling");
    },
    hintedBy: ({ marks }) => marks.some(({ register }) => register === "plain"),
    wordings: [
      "Stick to the facts in the text.",
      "Ignore mere opinion and taste.",
      "Look at factual content rather than tone.",
    ],
    gradients: [
      "The prompt lets tone sway the model, which should keep to the facts.",
      "It does not tell the model to leave aside mere opinion.",
    ],
  },
];
