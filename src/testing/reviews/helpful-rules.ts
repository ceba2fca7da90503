/** The rules that better the simulated reader: what a prompt for reviews does well to say. */
import type { Register } from "./lexicon.ts";
import type { Reading } from "./reading.ts";
import { type Rule, whenUnsure } from "./rule.ts";
import type { Sentence } from "./sentence.ts";

const opens =
  (register: Register) =>
  (reading: Reading): void => {
    reading.opens.add(register);
  };

const has = (sentence: Sentence, register: Register, side: 1 | -1): boolean =>
  sentence.marks.some((mark) => mark.register === register && mark.weight * side > 0);

export const HELPFUL_RULES: readonly Rule[] = [
  {
    name: "negation",
    says: [
      /\bnegat(?:ions?|e[ds]?|ing)\b/i,
      /["“']not["”'].*\b(?:turn|revers|flip|invert|opposite|around)/i,
      /\b(?:turn|revers|flip|invert|opposite).*["“'](?:not|never)["”']/i,
    ],
    apply: (reading) => {
      reading.negation = true;
    },
    hintedBy: ({ marks }, right) =>
      marks.some(({ negated, weight }) => negated && weight < 0 === (right === "positive")),
    wordings: [
      "Mind negations: they turn the meaning of the words after them around.",
      `A word after "not" or "never" means its opposite.`,
      "Where a word is negated, read it as its opposite.",
      `Words such as "not" and "never" reverse what follows them.`,
    ],
    gradients: [
      "The prompt does not say what to do with negations, so a kind word counts in favour even where it is denied.",
      "It never mentions that a negated word means its opposite.",
      "Negation is left out: the model seems to look at the words after it as if they stood alone.",
    ],
  },
  {
    name: "lack",
    says: [
      /\black(?:s|ed|ing)?\b|\bmissing\b|\babsen(?:t|ce)\b|\bleft to be desired\b/i,
      /\b(?:does|do|did|is|can) ?not (?:do|have|offer|deliver|come with|contain)\b/i,
      /\bwhat (?:it|the thing|the item) (?:cannot|fails to) do\b/i,
    ],
    apply: (reading) => {
      reading.opens.add("lack");
      reading.denial = true;
    },
    hintedBy: (sentence, right) =>
      right === "negative" && (sentence.negations.some((reached) => reached.length === 0) || has(sentence, "lack", -1)),
    wordings: [
      "Saying that something is missing or not there speaks against the item.",
      "What the item does not do or does not have counts as a point against it.",
      "Treat anything that it lacks as a reason for negative.",
      "The absence of something is a complaint.",
    ],
    gradients: [
      "The prompt does not tell the model that pointing out what is missing is a complaint.",
      "It leaves out that naming something the item does not do or does not have speaks against it.",
      "Nothing is said about things that are lacking; the model lets them pass.",
    ],
  },
  {
    name: "quality",
    says: [
      /\bqualit(?:y|ies)\b|\badjectives?\b/i,
      /\bdescri(?:be[sd]?|bing|ptions?|ptive)\b/i,
      /\bhow (?:well|badly|good|bad) (?:\w+ ){0,4}(?:made|done|is|was)\b/i,
    ],
    apply: opens("quality"),
    hintedBy: (sentence, right) => has(sentence, "quality", right === "positive" ? 1 : -1),
    wordings: [
      "Look at the words that describe its quality.",
      "Weigh every adjective for what it says about the item.",
      "Descriptions of how well or how badly it is made count.",
      "Take into account what is said about the quality of each part.",
    ],
    gradients: [
      "The prompt does not draw attention to descriptions of quality, which carry the verdict in these rows.",
      "It never asks the model to weigh adjectives beyond the most common ones.",
      "Words that describe the item are overlooked, because the prompt does not name them.",
    ],
  },
  {
    name: "feelings",
    says: [
      /\bfe(?:el|els|elings?|lt)\b|\bemotion(?:s|al)?\b|\bmoods?\b/i,
      /\b(?:delight|joy|frustration|anger|regret|annoyance)\b/i,
    ],
    apply: opens("feeling"),
    hintedBy: (sentence, right) => has(sentence, "feeling", right === "positive" ? 1 : -1),
    wordings: [
      "Consider how the writer feels.",
      "Count the emotions of the writer, such as joy or frustration.",
      "Delight and annoyance of the writer tell the answer.",
      "Pay attention to feelings that the writer voices.",
    ],
    gradients: [
      "The prompt does not point at the feelings of the writer, although these rows voice them.",
      "It leaves out emotions: joy, anger and regret go unread.",
    ],
  },
  {
    name: "defects",
    says: [
      /\bdefect(?:s|ive)?\b|\bfault(?:s|y)?\b|\bflaw(?:s|ed)?\b|\bmalfunctions?\b|\bbugs?\b/i,
      /\bbr(?:eak(?:s|ing|age|downs?)?|oken?)\b|\bstop(?:s|ped)? working\b/i,
    ],
    apply: opens("defect"),
    hintedBy: (sentence, right) => right === "negative" && has(sentence, "defect", -1),
    wordings: [
      "Reports of defects or breakage are negative.",
      "Anything that breaks, fails or has a fault makes it negative.",
      "If something is broken or flawed, take that as a complaint.",
      "Count faults and breakdowns against the item.",
    ],
    gradients: [
      "The prompt does not say that a report of a defect is a complaint even where no harsh word is used.",
      "It leaves open how to take breakage and faults that are told in a plain tone.",
      "The model reads reports of things that break as neutral facts, since the prompt does not mention them.",
    ],
  },
  {
    name: "praise",
    says: [
      /\bprais(?:e[sd]?|ing)\b|\bcompliments?\b|\bendors(?:e[sd]?|ement)\b|\bworks? as it should\b/i,
      /\brecommend(?:s|ed|ations?|ing)?\b(?! (?:not|against))/i,
    ],
    apply: opens("praise"),
    hintedBy: (sentence, right) => right === "positive" && has(sentence, "praise", 1),
    wordings: [
      "A recommendation is positive.",
      "Praise for the item, or a remark that it does its job, is positive.",
      "Take it as positive when the writer recommends it to others.",
      "Compliments and recommendations count for the item.",
    ],
    gradients: [
      "The prompt does not name recommendations as a sign of approval.",
      "It leaves out that praise can be quiet, as in saying that a thing does its job.",
    ],
  },
  {
    name: "warnings",
    says: [
      /\bwarn(?:s|ed|ings?)?\b|\bavoid(?:s|ed|ing)?\b|\bstay(?:ing)? away\b/i,
      /\b(?:not|against) (?:to )?(?:buy|watch|see)(?:ing)?\b/i,
      /\brefunds?\b|\bmoney back\b|\bsen[dt]\w* (?:it )?back\b/i,
    ],
    apply: opens("warning"),
    hintedBy: (sentence, right) => right === "negative" && has(sentence, "warning", -1),
    wordings: [
      "Advice not to buy or to stay away is negative.",
      "A warning to others is always negative.",
      "If readers are told to avoid it, or a refund is wanted, answer negative.",
      "Advice against buying or watching it makes the answer negative.",
    ],
    gradients: [
      "The prompt does not say that advice to stay away settles the matter.",
      "It overlooks warnings to other people, and talk of getting the money back.",
    ],
  },
  {
    name: "contrast",
    says: [/\bcontrasts?\b|\bturning point\b|\bsecond half of a sentence\b/i, /["“'](?:but|however)["”']/i],
    apply: (reading) => {
      reading.contrast = true;
    },
    hintedBy: ({ contrasted }) => contrasted,
    wordings: [
      `What follows "but" or "however" counts more than what comes before.`,
      "In a contrast, the later part decides.",
      `Where the writer says one thing and then "but", trust the second thing.`,
    ],
    gradients: [
      `The prompt does not say which side counts when a sentence has two, joined by "but".`,
      "Contrasts within a sentence are not mentioned, so both halves weigh the same.",
    ],
  },
  {
    name: "excess",
    says: [/["“']too["”']|\bexcess(?:es|ive|ively)?\b|\btoo much\b/i],
    apply: (reading) => {
      reading.excess = true;
    },
    hintedBy: ({ excesses }, right) => right === "negative" && excesses > 0,
    wordings: [
      `Being "too" anything is a complaint.`,
      "Excess of any kind counts against the item.",
      "If something is too much of a thing, that is a point against it.",
    ],
    gradients: [
      `The prompt does not say that "too" marks a complaint.`,
      "Excess is not mentioned, though these writers complain that something is too much.",
    ],
  },
  {
    name: "wishes",
    says: [/\bwish(?:es|ed)?\b|\bhoped\b|\bexpectations?\b/i, /["“']should have["”']|\bwould have been\b/i],
    apply: (reading) => {
      reading.wishes = true;
    },
    hintedBy: ({ wishes }, right) => right === "negative" && wishes > 0,
    wordings: [
      "What the writer wished or hoped for was not delivered: that is negative.",
      `Phrases such as "should have" point to disappointment.`,
      "Unmet expectations are negative.",
    ],
    gradients: [
      "The prompt does not say that an unmet wish is a complaint.",
      "It leaves out expectations: what was hoped for is read as if it had come true.",
    ],
  },
  {
    name: "intensity",
    says: [
      /\bintensit(?:y|ies)\b|\bintensifiers?\b|\bwords of degree\b|\bemphas(?:is|ized|ised)\b/i,
      /["“']very["”']/i,
    ],
    apply: (reading) => {
      reading.intensity = true;
    },
    hintedBy: ({ marks }) => marks.some(({ intensified }) => intensified),
    wordings: [
      `Give more weight to words strengthened by "very" and the like.`,
      "Words of degree add to the weight of the word they stand with.",
      "Mind the intensity of what is said.",
    ],
    gradients: [
      "The prompt does not say that strong words weigh more than mild ones; it ignores intensity.",
      "Words of degree are not mentioned, so mild and strong statements weigh the same.",
    ],
  },
  {
    name: "unsure-negative",
    says: [whenUnsure("negative")],
    apply: (reading) => {
      reading.unsure = "negative";
      reading.leniency = 0;
    },
    hintedBy: ({ marks }, right) => right === "negative" && marks.every(({ weight }) => weight > 0 && weight < 1),
    wordings: [
      "When in doubt, answer negative.",
      "If there is no clear sign either way, say negative.",
      "Choose negative whenever the text is hard to tell.",
      "For a text that leaves you unsure, the answer is negative.",
    ],
    gradients: [
      "The prompt leaves open what to do when in doubt, and the model then says positive; the answer should be negative.",
      "It gives no rule for texts that are hard to tell, most of which should be taken as negative.",
    ],
  },
];
