/**
 * The contract of an answer score: how near one answer is to the right ones, from 0 to 1.
 *
 * A task kind reads an answer to a value (a text, a number, a list, JSON) and a score compares values. To add one, write its
 * file and add a line to the table of its values in `index.ts`.
 */
import type { Metric } from "../../core/task.ts";

/** A score of one answer. It is pure: alike for the same values, whatever was scored before. */
export interface AnswerScore<T> {
  /** Its true name, such as `ROUGE-L`. */
  readonly name: string;
  /**
   * From 0 (wrong) to 1 (right).
   * @param expected right answers of which any will do, at least one
   */
  score(answer: T, expected: readonly T[]): number;
  /** From which score on the row needs no mending. Default: 0.5. */
  readonly enough?: number;
  /** The score of a whole set, where it is not the mean of its rows' scores. */
  readonly metric?: Metric;
}

/** Scores by the name that options call them. */
export type ScoreTable<T> = Readonly<Record<string, ScoreKind<T>>>;

/** A kind of score, as the option `metric` names it. */
export interface ScoreKind<T> {
  /** What options and errors call it; one that takes an argument is named with it, as `regex:PATTERN`. */
  readonly name: string;
  /** One line about it, for the reference of options; no full stop. */
  readonly about: string;
  /** What is behind the colon, such as `PATTERN`; absent where nothing is. */
  readonly takes?: string;
  /** @throws UsageError when the argument is none of its own */
  make(argument: string): AnswerScore<T>;
}
