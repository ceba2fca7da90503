/** What a round brought, as a line of a terminal; and what came of the requests of a whole run, as a table. */
import { count, counted } from "../core/values/words.ts";
import type { Of } from "../facts/of.ts";
import type { WriterYield } from "../facts/writer.ts";
import type { RoundYield } from "../facts/yields.ts";
import { wrapped } from "./fit.ts";
import { table } from "./table.ts";

/** The yield in words. */
export function yieldLine({ children, gained, gradients, repeated, unchanged }: RoundYield): string {
  const parts = [
    children === 1
      ? `the new prompt ${gained === 1 ? "beat" : "did not beat"} the prompt it was written from`
      : `${count(gained)} of ${counted(children, "new prompt")} beat the prompt they were written from`,
    ...(gradients > 0
      ? [
          `${count(repeated)} of ${counted(gradients, "gradient")} ${repeated === 1 ? "repeats" : "repeat"} an earlier one`,
        ]
      : []),
    ...(unchanged > 0 ? [`${counted(unchanged, "edit")} changed nothing`] : []),
  ];
  return `  ${parts.join("; ")}`;
}

/** The yield of the optimizer model by kind of request, with what the shares are of; nothing where it was asked nothing. */
export function writerLines(yields: readonly WriterYield[], width = Infinity): string[] {
  if (yields.length === 0) return [];
  if (width < ROOM_FOR_TABLE) return yields.flatMap((one) => wrapped(writerSentence(one), width));
  // Where nothing was selected yet, nothing is known of that column.
  const columns = ["  request", "asked", "usable", "admitted", "different"];
  const compared = yields.some(({ tried }) => tried > 0);
  const rows = yields.map(({ asked, wanted, usable, admitted, different, tried, better }) => [
    `  ${asked}`,
    count(wanted),
    share(usable, wanted),
    admitted === undefined ? "" : share(admitted, wanted),
    share(different, wanted),
    ...(compared ? [tried === 0 ? "" : `${count(better)} of ${count(tried)} tried`] : []),
  ]);
  return table([...columns, ...(compared ? ["better than the parent"] : [])], rows);
}

/** Columns that the table takes. */
const ROOM_FOR_TABLE = 80;

function writerSentence({ asked, wanted, usable, admitted, different, tried, better }: WriterYield): string {
  const shares = [
    `${share(usable, wanted)} usable`,
    ...(admitted === undefined ? [] : [`${share(admitted, wanted)} admitted`]),
    `${share(different, wanted)} different`,
    ...(tried === 0 ? [] : [`${count(better)} of ${count(tried)} tried better than the parent`]),
  ];
  return `  ${asked}: ${count(wanted)} asked, ${shares.join(", ")}`;
}

function share(part: number, whole: number): string {
  return whole === 0 ? count(part) : `${count(part)} (${(part / whole).toFixed(2)})`;
}

/** Why a run turned to small questions. */
export function turnedSentence({ gradients, prompts }: Pick<Of<"writer-turned">, "gradients" | "prompts">): string {
  const read = `${count(gradients.usable)} of ${counted(gradients.wanted, "reply", "replies")} with gradients could be read`;
  const kept = `${count(prompts.kept)} of ${counted(prompts.wanted, "new prompt")} kept the contract`;
  return `The optimizer model does not write whole sections well: ${read}, and ${kept}. From here on it is asked small questions, as with search.writer: piecewise.`;
}
