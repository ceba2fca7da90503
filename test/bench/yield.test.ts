/** `bench yield` reads recorded replies of real writers: nothing is asked, and all editions are asked about the same errors. */
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { pairsIn } from "../../bench/lib/real-recording.ts";
import { run } from "../../bench/yield.ts";
import { ROOT } from "../models/local-setup.ts";

const FOLDER = join(ROOT, "bench/recorded/yield");
/** How a request shows a row: as a whole, and a small question. */
const ROW = { whole: /^text: (.+)$/gm, small: /^- (.+)$/gm };

/** The rows that the recorded requests of a file show, for errors or to be kept. */
function rowsIn(file: string, row: RegExp = ROW.whole): Set<string> {
  const texts = pairsIn(join(FOLDER, file)).flatMap(({ messages }) =>
    Array.from(messages[0]!.content.matchAll(row), ([, text]) => text!),
  );
  return new Set(texts);
}

describe("bench yield", () => {
  it("counts what the recorded replies bring, without a model", async () => {
    const tables: Record<string, readonly (readonly string[])[]> = {};
    const figures = await run(
      [],
      () => undefined,
      (name, rows) => void (tables[name] = rows),
    );
    expect(figures["piecewiseSmall"]).toBeGreaterThanOrEqual(0.7);
    expect(figures["secondLarge"]).toBeGreaterThanOrEqual(0.95);
    expect(figures["secondSmall"]).toBeLessThanOrEqual(1);
    const [head, ...rows] = tables["writers"]!;
    expect(head).toEqual(["requests", "writer", "kind", "asked", "usable", "admitted", "different"]);
    for (const [edition, , kind, asked, usable, admitted, different] of rows) {
      if (edition !== "piecewise") expect(Number(asked)).toBe({ gradient: 12, edit: 6, paraphrase: 3 }[kind!]);
      const counts = [asked, usable, admitted === "-" ? usable : admitted, different].map(Number);
      expect(counts).toEqual(counts.toSorted((a, b) => b - a));
    }
  });

  it("shows the same rows to every writer in every edition", () => {
    const first = rowsIn("first-large.jsonl");
    expect(first.size).toBeGreaterThan(30);
    for (const file of ["first-1.5b.jsonl", "second-1.5b.jsonl", "second-large.jsonl"])
      expect(rowsIn(file), file).toEqual(first);
    // A small question about a label shows a few errors first, and other rows of train after them.
    const small = rowsIn("piecewise-1.5b.jsonl", ROW.small);
    expect([...first].filter((text) => small.has(text)).length).toBeGreaterThanOrEqual(8);
  });
});
