/** The name that a mistyped one was meant to be. */
import { distance } from "fastest-levenshtein";

/** Edits, as a share of the longer name, up to which two names are near. */
const NEAR = 0.4;
/** Letters from which on a name is taken for the beginning of another. */
const BEGINNING = 3;

/**
 * The known name that is nearest to a mistyped one: few edits away for its length, or else the shortest that begins with it.
 * Undefined when none is near.
 */
export function nearName(name: string, known: Iterable<string>): string | undefined {
  const typed = name.toLowerCase();
  const ranked = Array.from(known, (word) => {
    const other = word.toLowerCase();
    return {
      word,
      begins: other.startsWith(typed),
      far: distance(typed, other) / Math.max(typed.length, other.length),
    };
  }).toSorted((a, b) => a.far - b.far);
  const near = ranked.find(({ far }) => far <= NEAR);
  return (near ?? (typed.length >= BEGINNING ? ranked.find(({ begins }) => begins) : undefined))?.word;
}

/** What a message adds where a known name is near; empty where none is. */
export function nearestIs(name: string, known: Iterable<string>): string {
  const near = nearName(name, known);
  return near === undefined ? "" : `; the nearest is “${near}”`;
}
