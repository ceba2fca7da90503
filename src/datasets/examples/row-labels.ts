/** The right answers of all rows, as text in one spelling for each label. */
import { placeOf, type RawDataset, type RawRow } from "../dataset.ts";
import { labelIn, spellings } from "./label-text.ts";

/** The right answer of each row as text, and the rows in which it is written in another way than in most. */
export function labelsOf(
  data: RawDataset,
  label: string,
  answers: "label" | "text",
): { readonly labels: readonly string[]; readonly respelled: readonly number[] } {
  const texts = data.rows.map((row) => valueOf(row, label).trim());
  if (answers === "text") return { labels: texts, respelled: [] };
  const read = new Map<string, string>();
  const written = texts.map((text, index) => {
    const known = text === "" ? "" : (read.get(text) ?? labelIn(text, placeOf(data, index), label));
    read.set(text, known);
    return known;
  });
  const chosen = spellings(written);
  const labels = written.map((one) => chosen.get(one)!);
  return {
    labels,
    respelled: [...texts.keys()].filter((index) => labels[index] !== "" && texts[index] !== labels[index]),
  };
}

/** The value of a column, which may have the name of something that every object has. */
export function valueOf({ fields }: RawRow, column: string): string {
  return Object.hasOwn(fields, column) ? fields[column]! : "";
}
