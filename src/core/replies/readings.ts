/** How answers were read: as the value and nothing else, or out of what is around it. */
import type { Judgement } from "../task.ts";
import { counted } from "../values/words.ts";

/** Answers by how they were read; those that could not be read, or whose reading is unknown, are in neither. */
export interface ReadingCounts {
  /** The answer is the value and nothing else. */
  readonly strict: number;
  /** The value was found in what is around it. */
  readonly tolerant: number;
}

/** Undefined where no judge says how it read. */
export function countReadings(judged: readonly Pick<Judgement, "reading">[]): ReadingCounts | undefined {
  const of = (reading: Judgement["reading"]): number => judged.filter((one) => one.reading === reading).length;
  const counts = { strict: of("strict"), tolerant: of("tolerant") };
  return counts.strict + counts.tolerant === 0 ? undefined : counts;
}

/** A sentence on answers that were not the value alone; none where all were. */
export function readingLines(counts: ReadingCounts | undefined, name?: string): string[] {
  if (counts === undefined || counts.tolerant === 0) return [];
  const { strict, tolerant } = counts;
  return [
    `${name === undefined ? "" : `${name}: `}${counted(tolerant, "answer")} ${tolerant === 1 ? "was" : "were"} read out of other words; ${counted(strict, "answer")} ${strict === 1 ? "was" : "were"} the value alone.`,
  ];
}
