/**
 * The simulated optimizer model: guesses from the rows shown what the prompt does not say, mends what a gradient names,
 * rewords, combines. It knows the language of the world and nothing of what holds in it. In one respect all requests
 * are alike to it: a section it writes loses a sentence now and then, whatever it was asked for.
 */
import type { Rng } from "../../core/rng.ts";
import { FORMS, type Family } from "./families.ts";
import {
  FILLERS,
  GROUPS,
  isSameGroup,
  pick,
  reasonFor,
  reworded,
  sentenceFor,
  sentencesOf,
  statementOf,
  statementsOf,
  type Statement,
} from "./language.ts";
import type { ShownRow, WorldRequest } from "./request.ts";
import { isMark, plainly, type TaskModel } from "./task-model.ts";

/** Chance that a sentence is forgotten when a section is written. */
const FORGETS = 0.04;
/** Chance that one reason comes with a second. */
const SECOND = 0.3;

/** The items of the reply. */
export function answerRequest(
  request: WorldRequest,
  family: Family,
  model: TaskModel,
  skill: number,
  rng: Rng,
): string[] {
  const guess = (errors: readonly ShownRow[], section: string, own: Rng, count: number): (Statement | undefined)[] =>
    guesses(errors, request, section, count, family, skill, own);
  const items = Array.from({ length: request.count }, (_, i) => rng.fork(`item ${i}`));
  const mine = sentencesOf(request.section);
  switch (request.asked) {
    case "gradient":
      return withSeconds(guess(request.errors, request.section, rng, 2 * request.count), items);
    case "edit":
      return items.map((own) => written(mended(mine, sentencesOf(request.gradient).map(statementOf), own), own));
    case "rewrite":
      return items.map((own) => {
        const found = guess(request.errors, request.section, own, own.next() < SECOND ? 2 : 1);
        return written(restyled(mended(mine, found, own), 0.3, own), own);
      });
    case "paraphrase":
      return items.map((own) => written(restyled(mine, 0.6, own), own));
    case "crossover":
      return items.map((own) => written(crossed(mine, sentencesOf(request.other), own), own));
    case "induce":
      return items.map((own) => {
        const told = sentencesOf(request.description);
        const opening = told.length > 0 ? told : GROUPS.slice(0, family.groups).map((group) => pick(group, own));
        const found = guess(request.rows.filter(isTelling(family)), "", own, 2);
        return [...opening, ...found.flatMap((one) => (one === undefined ? [] : sentenceFor(one, own)))].join(" ");
      });
    case "history":
      return items.map((own) => {
        const best = request.history.at(-1) ?? request.section;
        const upper = request.history.slice(Math.floor(request.history.length / 2));
        const borrowed = novel(sentencesOf(pick(upper, own)), sentencesOf(best)).filter(() => own.next() < 0.6);
        // A reader of prompt and row can tell now and then that the prompt would fail there.
        const errors =
          own.next() < 0.5
            ? request.rows.filter(({ words, right }) => model.answer(best, words.join(" ")) !== right)
            : [];
        const found = errors.length === 0 ? [] : guess(errors, best, own, 1);
        return written(restyled([...mended(sentencesOf(best), found, own), ...borrowed], 0.4, own), own);
      });
  }
}

/** Whether a row with its right answer shows that something has to be said, as any reader sees. */
const isTelling =
  ({ reading }: Family) =>
  ({ words, right }: ShownRow): boolean => {
    if (reading === "opposite") return plainly(words) !== (right === "yes");
    return reading === "labels" || !words.includes(right);
  };

function withSeconds(found: readonly (Statement | undefined)[], items: readonly Rng[]): string[] {
  return items.map((own, i) => {
    const second = own.next() < SECOND ? found[items.length + i] : undefined;
    return [reasonFor(found[i], own), ...(second === undefined ? [] : [reasonFor(second, own)])].join(" ");
  });
}

/** What the errors may come from, each another guess: by evidence with the chance `skill`, else at random or nothing. */
function guesses(
  errors: readonly ShownRow[],
  { correct, lessons }: WorldRequest,
  section: string,
  count: number,
  family: Family,
  skill: number,
  rng: Rng,
): (Statement | undefined)[] {
  const said = statementsOf(sentencesOf(section));
  const weighed = new Map<string, { statement: Statement; weight: number }>();
  const weigh = (statement: Statement): void => {
    const key = `${statement.kind} ${statement.subject} ${statement.object ?? ""}`;
    weighed.set(key, { statement, weight: (weighed.get(key)?.weight ?? 0) + 1 });
  };
  for (const row of errors) {
    for (const statement of hintsOf(row, said, errors, family, rng)) weigh(statement);
  }
  // A lesson counts for as much as a row that hints at the same, whether the rows shown do or not.
  for (const statement of lessons.flatMap(sentencesOf).map(statementOf)) {
    if (statement !== undefined && isNews(statement, said.get(statement.subject))) weigh(statement);
  }
  const left = [...weighed.values()].map(({ statement, weight }) => {
    const against = correct.filter(({ words }) => words.includes(statement.subject)).length;
    return { statement, weight: weight ** 2 / (1 + against) };
  });
  return Array.from({ length: count }, () => {
    const chance = rng.next();
    // The unskilled half of the time say nothing, and half of the time name just any word.
    if (chance >= skill && rng.next() < 0.5) return undefined;
    const weights = left.map(({ weight }) => (chance < skill ? weight : 1));
    let point = rng.next() * weights.reduce((sum, weight) => sum + weight, 0);
    const index = weights.findIndex((weight) => (point -= weight) < 0);
    return index < 0 ? undefined : left.splice(index, 1)[0]!.statement;
  });
}

/** Whether a lesson tells a prompt something that says `said` of the same word. */
function isNews({ kind, object }: Statement, said: Statement | undefined): boolean {
  return kind === "wrong" ? said !== undefined : said?.kind !== kind || said.object !== object;
}

/** What one wrong row hints at: something about each of its marks. */
function hintsOf(
  { words, right }: ShownRow,
  said: ReadonlyMap<string, Statement>,
  errors: readonly ShownRow[],
  { reading, narrow, doubt }: Family,
  rng: Rng,
): Statement[] {
  const isPlain = (row: ShownRow): boolean => doubt > 0 && plainly(row.words) === (row.right === "yes");
  return words.filter(isMark).flatMap((subject): Statement[] => {
    if (reading === "labels")
      return said.get(subject)?.object === right ? [] : [{ kind: "covers", subject, object: right }];
    if (reading === "form") {
      const value = words.find((word) => word.includes("-")) ?? "";
      const object = Object.keys(FORMS).find((form) => FORMS[form]!(value) === right);
      return object === undefined ? [{ kind: "wrong", subject }] : [{ kind: "form", subject, object }];
    }
    if (said.has(subject)) return [{ kind: "wrong", subject }];
    if (isPlain({ words, right })) return [{ kind: "stays", subject }];
    const together = errors.filter((row) => row.words.includes(subject) && !isPlain(row));
    const beside = words.filter(
      (word) => word !== subject && isMark(word) && together.every((row) => row.words.includes(word)),
    );
    return rng.next() < narrow && beside.length > 0
      ? [{ kind: "beside", subject, object: pick(beside, rng) }]
      : [{ kind: "turns", subject }];
  });
}

/** The section with what was named put right; with a filler when nothing was named. */
function mended(sentences: readonly string[], named: readonly (Statement | undefined)[], rng: Rng): string[] {
  const found = named.filter((statement) => statement !== undefined);
  if (found.length === 0) return [...sentences, pick(FILLERS, rng)];
  const subjects = new Set(found.map(({ subject }) => subject));
  const kept = sentences.filter((sentence) => !subjects.has(statementOf(sentence)?.subject ?? ""));
  return [...kept, ...found.map((statement) => sentenceFor(statement, rng)).filter((sentence) => sentence !== "")];
}

/** Mine, with the other's wording here and there, and with most of what only the other says. */
function crossed(mine: readonly string[], other: readonly string[], rng: Rng): string[] {
  const exchanged = mine.map((sentence) => {
    const theirs = other.find((one) => isSameGroup(one, sentence));
    return theirs !== undefined && rng.next() < 0.5 ? theirs : sentence;
  });
  return [...exchanged, ...novel(other, mine).filter(() => rng.next() < 0.6)];
}

/** Sentences of `other` that say something new. */
function novel(other: readonly string[], mine: readonly string[]): string[] {
  const said = statementsOf(mine);
  return other.filter((sentence) => {
    const statement = statementOf(sentence);
    return statement === undefined
      ? !mine.includes(sentence) && FILLERS.includes(sentence)
      : !said.has(statement.subject);
  });
}

function restyled(sentences: readonly string[], share: number, rng: Rng): string[] {
  return sentences.map((sentence) => (rng.next() < share ? reworded(sentence, rng) : sentence));
}

/** The text of a section, the first sentence kept, each other one lost now and then. */
function written(sentences: readonly string[], rng: Rng): string {
  return sentences.filter((_, i) => i === 0 || rng.next() >= FORGETS).join(" ");
}
