/** Labels that a task leaves out: their rows are in no split, and one that no row has is an error. */
import { describe, expect, it } from "vitest";
import { buildTask } from "../../src/jobs/task/build-task.ts";
import { PRESETS } from "../../src/options/presets.ts";

interface Row {
  readonly text: string;
  readonly label: string;
}

function rows(name: string, count: number, labels: readonly string[]): Row[] {
  return Array.from({ length: count }, (_, i) => ({ text: `${name} ${i * 7919}`, label: labels[i % labels.length]! }));
}

type Examples = readonly Row[] | Record<"train" | "dev" | "test", readonly Row[]>;

/** The labels of the rows that are left, and of how many rows. */
function left(examples: Examples, omit: string[], more: object = {}): { labels: string[]; count: number } {
  const task = buildTask<Row>(
    { prompt: "Which label? {{text}}", examples, task: { kind: "classification", omit, ...more } },
    PRESETS.default.splits,
    () => undefined,
  );
  const all = [...task.train, ...task.dev, ...task.test];
  return { labels: [...new Set(all.map(({ expected }) => String(expected)))].toSorted(), count: all.length };
}

const LABELS = ["yes", "no", "maybe"];

describe("task.omit", () => {
  it("leaves out the rows of its labels", () => {
    expect(left(rows("row", 90, LABELS), ["maybe"])).toEqual({ labels: ["no", "yes"], count: 60 });
    expect(left(rows("row", 90, LABELS), [])).toEqual({ labels: ["maybe", "no", "yes"], count: 90 });
  });

  it("takes a label by its other words, and by its name where the data has numbers", () => {
    const aliases = { aliases: { maybe: ["perhaps"] } };
    expect(left(rows("row", 80, [...LABELS, "perhaps"]), ["maybe"], aliases).count).toBe(40);
    expect(left(rows("row", 90, ["0", "1", "2"]), ["maybe"], { names: LABELS }).labels).toEqual(["no", "yes"]);
  });

  it("takes a label that only one of three files has", () => {
    const divided = {
      train: rows("train", 60, ["yes", "no", "maybe"]),
      dev: rows("dev", 30, ["yes", "no"]),
      test: rows("test", 30, ["yes", "no"]),
    };
    expect(left(divided, ["maybe"])).toEqual({ labels: ["no", "yes"], count: 100 });
  });

  it.each<[string[], object, string]>([
    [["mabe"], {}, "task.omit: no row has the label “mabe”; the nearest is “maybe”\n  Labels: maybe, no, yes."],
    [["maybe", "Perhaps"], {}, "task.omit: no row has the label “Perhaps”\n  Labels: maybe, no, yes."],
    // Rows that say so count as another label's.
    [["maybe"], { aliases: { no: ["maybe"] } }, "task.omit: no row has the label “maybe”\n  Labels: no, yes."],
  ])("refuses %j with %j", (omit, more, message) => {
    expect(() => left(rows("row", 90, LABELS), omit, more)).toThrow(message);
  });
});
