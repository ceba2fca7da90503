/** The families of simulated worlds: what their rows are made of, and what there is to find. */
import { rng as stream, sample, shuffle, type Rng } from "../../core/rng.ts";
import { GROUPS, sentenceFor } from "./language.ts";

/** What there is to find in a simulated world; `about` of each family says it in a sentence. */
export type FamilyName =
  | "rules"
  | "definitions"
  | "formats"
  | "harmful"
  | "length"
  | "blind"
  | "contradictory"
  | "disputed";

/** One row: a message of words, of which some are marks, and the right answer. */
export interface WorldRow {
  readonly message: string;
  readonly label: string;
}

export interface Family {
  readonly name: FamilyName;
  /** What one sentence says of it. */
  readonly about: string;
  /** How a message is read when nothing is said about its marks. */
  readonly reading: "opposite" | "labels" | "form";
  /** Sentences that the model heeds in full; with more, each rule is overlooked more often. */
  readonly attention: number;
  /** How unclear the wordings of a group are, from the clearest: the share of messages that it then misreads. */
  readonly slips: readonly number[];
  /** Groups of wordings that matter. */
  readonly groups: number;
  /** Chance that the optimizer model names a rule that holds only beside another word, where that fits. */
  readonly narrow: number;
  /** Chance that the model takes a made-up word of which nothing is said as one that turns the meaning around. */
  readonly doubt: number;
  readonly make: (rng: Rng) => {
    readonly section: readonly string[];
    readonly rows: (count: number) => readonly WorldRow[];
  };
}

/** The labels of `definitions`. */
export const LABELS: readonly string[] = ["amber", "slate", "coral", "olive"];

/** What an answer can be made of a value such as `7-kelo-31`. */
export const FORMS: Readonly<Record<string, (value: string) => string>> = {
  capitals: (value) => value.toUpperCase(),
  spaces: (value) => value.replaceAll("-", " "),
  digits: (value) => value.replace(/\D/g, ""),
  letters: (value) => value.replace(/[^a-z]/g, ""),
  reversed: (value) => value.split("-").toReversed().join("-"),
  first: (value) => value.split("-")[0]!,
  dots: (value) => value.replaceAll("-", "."),
};

const NOUNS: readonly string[] =
  "harbor lamp window ticket copper garden letter bridge river stone paper candle market engine mirror bottle winter summer forest valley signal anchor basket button castle desert dinner doctor feather finger flower hammer island jacket kitchen ladder meadow needle orange pencil pillow pocket rabbit ribbon saddle shadow silver spider sponge station sugar temple ticket thunder tunnel velvet violin wagon wallet walnut whistle yellow".split(
    " ",
  );

/** Made-up words, all different. */
function marks(count: number, rng: Rng): string[] {
  const syllables = [
    "zan",
    "mor",
    "kel",
    "vi",
    "tu",
    "ska",
    "lo",
    "bre",
    "dun",
    "fi",
    "gra",
    "hup",
    "jo",
    "nem",
    "pli",
    "qua",
  ];
  const made = new Set<string>();
  while (made.size < count) made.add(sample(syllables, 2, rng).join(""));
  return [...made];
}

function message(words: readonly string[], rng: Rng): string {
  return shuffle([...words, ...sample(NOUNS, 9, rng)], rng).join(" ");
}

/** The index of a share, with the chance that it is; -1 for the rest. */
function drawn(shares: readonly number[], rng: Rng): number {
  let point = rng.next();
  return shares.findIndex((share) => (point -= share) < 0);
}

interface Opposites {
  /** The share of messages that each cue turns around. */
  readonly cues: readonly number[];
  /** Of them, the first few do so only beside a second word, and stand as often without it. */
  readonly pairs?: number;
  readonly decoys?: number;
  /** Decoys of which the first prompt says that they turn the meaning. */
  readonly misled?: number;
  readonly decoyShare?: number;
  /** The share of rows whose label is wrong. */
  readonly mislabelled?: number;
}

/** Messages that are bright or dark, and words that turn them around. */
function opposites(
  { cues, pairs = 0, decoys = 8, misled = 0, decoyShare = 0.15, mislabelled = 0 }: Opposites,
  wordings: number,
  fillers: readonly string[] = [],
): Family["make"] {
  return (rng) => {
    const names = marks(cues.length + pairs + decoys, rng);
    const empty = names.slice(cues.length + pairs);
    const style = GROUPS.slice(0, wordings).map((group) => group[0]!);
    const section = [
      ...style,
      ...fillers,
      ...empty.slice(0, misled).map((subject) => sentenceFor({ kind: "turns", subject }, rng)),
    ];
    return {
      section,
      rows: (count) =>
        Array.from({ length: count }, (_, i) => {
          const own = rng.fork(`row ${i}`);
          const bright = own.next() < 0.5;
          const cue = drawn(cues, own);
          const paired = cue >= 0 && cue < pairs;
          const turned = cue >= 0 && (!paired || own.next() < 0.5);
          const present = [...(cue < 0 ? [] : [names[cue]!]), ...(paired && turned ? [names[cues.length + cue]!] : [])];
          const others = empty.filter(() => own.next() < decoyShare);
          const text = message([bright ? "bright" : "dark", ...present, ...others], own);
          const wrong = own.next() < mislabelled;
          return { message: text, label: (bright === turned) === wrong ? "yes" : "no" };
        }),
    };
  };
}

function definitions(rng: Rng): ReturnType<Family["make"]> {
  const names = marks(18, rng);
  const topics = names.slice(0, 10);
  const labelOf = new Map(topics.map((topic, i) => [topic, LABELS[i % LABELS.length]!]));
  return {
    section: [GROUPS[0]![0]!],
    rows: (count) =>
      Array.from({ length: count }, (_, i) => {
        const own = rng.fork(`row ${i}`);
        // Squared, so that some topics are frequent and some rare.
        const topic = topics[Math.floor(own.next() ** 2 * topics.length)]!;
        const others = names.slice(topics.length).filter(() => own.next() < 0.15);
        return { message: message([topic, ...others], own), label: labelOf.get(topic)! };
      }),
  };
}

function formats(rng: Rng): ReturnType<Family["make"]> {
  const kinds = marks(9, rng);
  const forms = shuffle(Object.keys(FORMS), rng);
  return {
    section: [GROUPS[0]![0]!],
    rows: (count) =>
      Array.from({ length: count }, (_, i) => {
        const own = rng.fork(`row ${i}`);
        const at = Math.floor(own.next() ** 1.5 * kinds.length);
        const digits = (): string => String(10 + Math.floor(own.next() * 90));
        const value = `${digits()}-${sample(NOUNS, 1, own)[0]!}-${digits()}`;
        // Every third kind is wanted as it stands.
        const label = at % 3 === 2 ? value : FORMS[forms[at % forms.length]!]!(value);
        return { message: message([kinds[at]!, value], own), label };
      }),
  };
}

const WORDING = { attention: Infinity, slips: [0, 0.02, 0.04, 0.06, 0.08, 0.1], groups: 1, narrow: 0, doubt: 0 };

/** All families by name. */
export const families: Readonly<Record<FamilyName, Family>> = {
  rules: {
    ...WORDING,
    name: "rules",
    about: "Words turn the meaning around, and the prompt does not say which.",
    reading: "opposite",
    make: opposites({ cues: [0.14, 0.12, 0.1, 0.08, 0.06, 0.05, 0.04] }, 1),
  },
  definitions: {
    ...WORDING,
    name: "definitions",
    about: "The labels mean nothing until the prompt says what belongs to each.",
    reading: "labels",
    make: definitions,
  },
  formats: {
    ...WORDING,
    name: "formats",
    about: "Values are to be written in forms that the prompt does not name.",
    reading: "form",
    make: formats,
  },
  harmful: {
    ...WORDING,
    name: "harmful",
    about: "The prompt says three things that are not so, and many words only look as if they mattered.",
    reading: "opposite",
    make: opposites({ cues: [0.12, 0.1, 0.08, 0.06], decoys: 14, misled: 3, decoyShare: 0.12 }, 1),
  },
  length: {
    ...WORDING,
    name: "length",
    about: "Beyond five sentences the model overlooks some, so only the most useful are worth their place.",
    reading: "opposite",
    attention: 5,
    make: opposites({ cues: [0.14, 0.12, 0.1, 0.06, 0.05, 0.04, 0.03, 0.03, 0.02, 0.02] }, 1, [
      "Be precise.",
      "Accuracy counts.",
    ]),
  },
  blind: {
    ...WORDING,
    name: "blind",
    about: "Only the wording matters, and no error says how: gradients are useless by construction.",
    reading: "opposite",
    groups: 4,
    slips: [0, 0.03, 0.06, 0.09, 0.12, 0.15],
    make: opposites({ cues: [] }, 4),
  },
  contradictory: {
    ...WORDING,
    name: "contradictory",
    about: "Words turn the meaning around only beside a second word: what mends one row breaks another.",
    reading: "opposite",
    narrow: 0.3,
    make: opposites({ cues: [0.2, 0.18, 0.16, 0.08, 0.06], pairs: 3, decoys: 6 }, 1),
  },
  disputed: {
    ...WORDING,
    name: "disputed",
    about:
      "The model takes words now this way, now that, and a few labels are wrong, so that errors speak for both sides.",
    reading: "opposite",
    narrow: 0.3,
    doubt: 0.5,
    make: opposites({ cues: [0.24, 0.22, 0.2, 0.12], pairs: 2, decoys: 3, decoyShare: 0.12, mislabelled: 0.06 }, 1),
  },
};

/** The slip of each wording in the world of this seed; the first prompt's are among the worst. */
export function slipsOf({ slips, groups }: Family, seed: number): ReadonlyMap<string, number> {
  const mixed = GROUPS.slice(0, groups).flatMap(([first = "", ...others], g) => {
    const [bad = 0, ...rest] = slips.toReversed().slice(1);
    return [
      [first, bad] as const,
      ...shuffle([slips.at(-1)!, ...rest], stream(seed).fork(`slips ${g}`)).map(
        (slip, i) => [others[i]!, slip] as const,
      ),
    ];
  });
  return new Map(mixed);
}
