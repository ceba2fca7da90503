/** What a prompt for the desk of a library can state: rules that better an answer, and some that only seem to. */
import type { StatedRule } from "../rules/rule.ts";

/** A rule, and what a judge's words say where it is missing. */
export interface DeskRule extends StatedRule {
  /** Feedback on an answer that hints at the rule. */
  readonly hintedBy: RegExp;
}

export const GREETING: DeskRule = {
  name: "greeting",
  says: [/\bgreet|\bhello\b|\bfriendly\b|\bpolite/i],
  hintedBy: /\bgreet/i,
  wordings: [
    "Greet the reader before you answer.",
    "Begin with a greeting, and thank the reader for asking.",
    "Be friendly: say hello first.",
  ],
  gradients: [
    "The prompt does not ask for a greeting, so answers begin bare.",
    "It never says that an answer should be friendly.",
  ],
};

export const EXACT: DeskRule = {
  name: "exact",
  says: [/\bexact\b|\bfigures\b|\bthe (?:one )?sentence of the notes\b/i],
  hintedBy: /\bfacts?\b|\bvague\b/i,
  wordings: [
    "Give the exact times, fees and conditions that the notes state.",
    "Use the one sentence of the notes that answers the question.",
    "Name the figures in the notes that were asked for.",
  ],
  gradients: [
    "The prompt does not ask for the exact facts in the notes, so answers stay vague.",
    "It leaves open which sentence of the notes is to be used; name the figures.",
  ],
};

export const UNKNOWN: DeskRule = {
  name: "unknown",
  says: [/\bguess|\binvent|\bmake (?:things|anything) up\b|\bnotes (?:do not|say nothing|are silent)\b/i],
  hintedBy: /\binvent|\bnot in the notes\b/i,
  wordings: [
    "If the notes do not answer the question, say so and invent nothing.",
    "Never guess: where the notes are silent, tell the reader.",
    "Say that you do not know rather than make anything up.",
  ],
  gradients: [
    "The prompt does not say what to do where the notes are silent, so the model invents answers.",
    "It allows the model to guess what the notes do not say.",
  ],
};

export const NEXT: DeskRule = {
  name: "next step",
  says: [/\bnext step\b|\bdo next\b|\bhow to go on\b/i],
  hintedBy: /\bnext step\b/i,
  wordings: [
    "End with the next step that the reader can take.",
    "Tell the reader what to do next.",
    "Close with a sentence on how to go on.",
  ],
  gradients: [
    "The prompt does not ask for a next step, so readers are left alone with the answer.",
    "It never asks to tell readers how to go on.",
  ],
};

export const BRIEF: DeskRule = {
  name: "brief",
  says: [/\bbrief|\bconcise\b|\bshort\b|\bat most three sentences\b/i],
  hintedBy: /\blong\b/i,
  wordings: ["Keep it short.", "Write at most three sentences.", "Be brief: leave out what was not asked."],
  gradients: [
    "The prompt sets no length, and answers ramble; they should be brief.",
    "It does not ask for short answers.",
  ],
};

export const HELPFUL: readonly DeskRule[] = [GREETING, EXACT, UNKNOWN, NEXT, BRIEF];

export const OFFICIAL: DeskRule = {
  name: "official",
  says: [/\bofficial\b|\bformal/i],
  hintedBy: /\bgreet/i,
  wordings: ["Write in an official tone.", "Use the formal language of an office."],
  gradients: ["The tone is too casual; the prompt should ask for an official one."],
};

export const PROMOTE: DeskRule = {
  name: "promote",
  says: [/\bfriends of the library\b|\bdonat/i],
  hintedBy: /\bnext step\b/i,
  wordings: ["Mention the friends of the library in each answer.", "Invite every reader to donate."],
  gradients: ["The prompt misses the chance to mention the friends of the library."],
};

export const CAUTIOUS: DeskRule = {
  name: "cautious",
  says: [/\bcautious|\bwithout guarantee\b|\bdisclaimer/i],
  hintedBy: /\binvent|\bvague\b/i,
  wordings: ["Be cautious, and add a disclaimer.", "Say that all information is without guarantee."],
  gradients: ["The prompt should ask for a disclaimer, since facts may change."],
};

export const HARMFUL: readonly DeskRule[] = [OFFICIAL, PROMOTE, CAUTIOUS];
