/** What came of a writer's replies in a run, as its line in the results keeps it: by kind of request. */
import type { RunEvent } from "../../src/core/events.ts";
import { writerYieldsOf } from "../../src/facts/writer.ts";

export interface KindYield {
  /** Texts that were asked for. */
  readonly asked: number;
  /** Those that could be read from the replies. */
  readonly usable: number;
  /** Prompts that kept the contract. */
  readonly admitted: number;
  /** Those that differ from their parent and from all others of the round. */
  readonly different: number;
  /** Those that scored higher than their parent on the same rows. */
  readonly better: number;
}

/** By the name of the request. Gradients are left out: they are no prompts. */
export type WriterYield = Readonly<Record<string, KindYield>>;

export function yieldOf(events: readonly RunEvent[]): WriterYield {
  const kinds = writerYieldsOf(events).flatMap(({ asked, wanted, usable, admitted, different, better }) =>
    admitted === undefined ? [] : [[asked, { asked: wanted, usable, admitted, different, better }] as const],
  );
  return Object.fromEntries(kinds);
}

/** Of requests for prompts: admitted for each one asked; NaN where none was. */
export function admittedShare(yields: readonly WriterYield[]): number {
  const sum = (name: "asked" | "admitted"): number =>
    yields.flatMap((one) => Object.values(one)).reduce((total, counts) => total + counts[name], 0);
  return sum("admitted") / sum("asked");
}
