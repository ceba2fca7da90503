import { describe, expect, it } from "vitest";
import { UsageError } from "../../src/core/errors.ts";
import type { Observation } from "../../src/core/task.ts";
import {
  accuracy,
  balancedAccuracy,
  classLabels,
  confusion,
  cost,
  f1,
  fBeta,
  kappa,
  macroF1,
  macroPrecision,
  mcc,
  meanScore,
  metricFor,
  microF1,
  precision,
  recall,
  weightedF1,
} from "../../src/metrics/index.ts";
import { metricContract } from "../../src/testing/metric-contract.ts";

const tools = { describe, it, expect };
metricContract(tools, "accuracy", () => accuracy());
metricContract(tools, "mean score", () => meanScore());
metricContract(tools, "F1 of a class", () => f1("b"));
metricContract(tools, "macro F1", (labels) => macroF1(labels));
metricContract(tools, "F2 of a class", () => fBeta(2, "b"));
metricContract(tools, "F0.3 of a class", () => fBeta(0.3, "b"));
metricContract(tools, "weighted F1", (labels) => weightedF1(labels));
metricContract(tools, "MCC", (labels) => mcc(labels));
metricContract(tools, "micro F1", (labels) => microF1(labels));
metricContract(tools, "balanced accuracy", (labels) => balancedAccuracy(labels));
metricContract(tools, "macro precision", (labels) => macroPrecision(labels));
metricContract(tools, "precision of a class", () => precision("b"));
metricContract(tools, "recall of a class", () => recall("b"));
metricContract(tools, "kappa", (labels) => kappa(labels));
metricContract(tools, "spared cost", (labels) => cost({}, labels));

/** Rows as `expected predicted`; `-` is an invalid answer. */
function rows(...pairs: string[]): Observation[] {
  return pairs.map((pair, i) => {
    const [expected, predicted] = pair.split(" ") as [string, string];
    const correct = expected === predicted;
    const base = {
      example: { id: String(i), fields: {}, expected },
      answer: predicted,
      score: correct ? 1 : 0,
      correct,
      invalid: predicted === "-",
    };
    return predicted === "-" ? base : { ...base, predicted };
  });
}

/** The example of scikit-learn's f1_score: y_true = [0, 1, 2, 0, 1, 2], y_pred = [0, 2, 1, 0, 0, 1]. */
const SKLEARN = rows("0 0", "1 2", "2 1", "0 0", "1 0", "2 1");

describe("accuracy", () => {
  it("is the share of right rows", () => {
    expect(accuracy().score(SKLEARN)).toBeCloseTo(2 / 6, 12);
    expect(accuracy().score(rows("a a", "a -", "b b", "b a"))).toBe(0.5);
  });
});

describe("F1", () => {
  it("is what scikit-learn says", () => {
    expect(f1("0").score(SKLEARN)).toBeCloseTo(0.8, 12);
    expect(f1("1").score(SKLEARN)).toBe(0);
    expect(f1("2").score(SKLEARN)).toBe(0);
    expect(macroF1(["0", "1", "2"]).score(SKLEARN)).toBeCloseTo(0.26666666666666666, 12);
  });

  it("is the harmonic mean of precision 2/3 and recall 1/2", () => {
    expect(f1("spam").score(rows("spam spam", "spam spam", "ham spam", "spam ham", "spam ham", "ham ham"))).toBeCloseTo(
      4 / 7,
      12,
    );
  });

  it("counts an invalid answer as a missed row of its class, and as no predicted class", () => {
    expect(f1("a").score(rows("a a", "a -", "b -", "b b"))).toBeCloseTo(2 / 3, 12);
    expect(f1("b").score(rows("a a", "a -", "b -", "b b"))).toBeCloseTo(2 / 3, 12);
  });

  it("is 0 where there is neither such a row nor such an answer", () => {
    expect(f1("c").score(rows("a a", "b b"))).toBe(0);
    expect(macroF1(["a", "b", "c"]).score(rows("a a", "b b"))).toBeCloseTo(2 / 3, 12);
    expect(macroF1([]).score(rows("a a"))).toBe(0);
  });

  it("compares right answers and answers that are no text by their text", () => {
    const [row] = rows("a a") as [Observation];
    expect(f1("1").score([{ ...row, example: { ...row.example, expected: 1 }, predicted: "1" }])).toBe(1);
  });

  it("scores 100,000 rows", () => {
    const many = Array.from({ length: 100_000 }, (_, i) => SKLEARN[i % SKLEARN.length]!);
    expect(macroF1(["0", "1", "2"]).score(many)).toBeGreaterThan(0.26);
  });
});

describe("mean score", () => {
  it("averages graded scores, and names the function", () => {
    const [row] = rows("a a") as [Observation];
    const graded = [0.25, 0.5, 0.9].map((score) => ({ ...row, score }));
    expect(meanScore().score(graded)).toBeCloseTo(0.55, 12);
    expect(meanScore("exactMatch").name).toBe("mean exactMatch");
    expect(meanScore("").name).toBe("mean score");
    expect(meanScore("metric").name).toBe("mean score");
  });
});

describe("F-beta", () => {
  const labels = ["0", "1", "2"];

  it("is what scikit-learn says: fbeta_score of 0 with beta 0.5 is 5/7, with beta 2 it is 10/11", () => {
    expect(fBeta(0.5, "0").score(SKLEARN)).toBeCloseTo(0.714285714, 8);
    expect(fBeta(2, "0").score(SKLEARN)).toBeCloseTo(0.909090909, 8);
    expect(fBeta(1, "0").score(SKLEARN)).toBe(f1("0").score(SKLEARN));
  });

  it("weighted by rows is what scikit-learn says", () => {
    expect(weightedF1(labels).score(SKLEARN)).toBeCloseTo(0.266666667, 8);
    expect(weightedF1(["a", "b"]).score(rows("a a", "a a", "a -", "b a"))).toBeCloseTo((3 * (2 / 3)) / 4, 12);
  });
});

describe("MCC", () => {
  it("of two classes is (TP TN - FP FN) / sqrt((TP + FP) (TP + FN) (TN + FP) (TN + FN))", () => {
    const seen = rows("a a", "a a", "a a", "a b", "b b", "b b", "b a");
    expect(mcc(["a", "b"]).score(seen)).toBeCloseTo((3 * 2 - 1 * 1) / Math.sqrt(4 * 4 * 3 * 3), 12);
  });

  it("of several classes is the correlation of right and given answers, invalid ones a class of their own", () => {
    // c = 3 right of s = 5; given 2, 1, 1 and one invalid; there 2, 2, 1.
    const seen = rows("a a", "a a", "b b", "b c", "c -");
    expect(mcc(["a", "b", "c"]).score(seen)).toBeCloseTo((3 * 5 - 7) / Math.sqrt((25 - 7) * (25 - 9)), 12);
  });

  it("is 0 for one answer to all, and for worse than chance", () => {
    expect(mcc(["a", "b"]).score(rows("a a", "b a", "a a"))).toBe(0);
    expect(mcc(["a", "b"]).score(rows("a b", "b a", "a a"))).toBe(0);
  });
});

describe("confusion", () => {
  it("counts by right and predicted label, and what could not be read apart", () => {
    expect(confusion(rows("a a", "a b", "b b", "b b", "b -", "c c"), ["a", "b"])).toEqual({
      labels: ["a", "b"],
      counts: [
        [1, 1],
        [0, 2],
      ],
      invalid: [0, 1],
    });
  });
});

describe("classLabels", () => {
  it("is each right answer once, in the order of its text", () => {
    expect(classLabels(rows("b b", "a a", "b a").map(({ example }) => example))).toEqual(["a", "b"]);
  });
});

describe("metricFor", () => {
  const labels = ["ham", "spam", "a:b"];

  it.each([
    ["accuracy", "accuracy"],
    ["macro-f1", "macro F1"],
    ["f1:spam", 'F1 of "spam"'],
    ["f1: spam", 'F1 of "spam"'],
    ["f1:a:b", 'F1 of "a:b"'],
    [{ f1: "ham" }, 'F1 of "ham"'],
    ["weighted-f1", "weighted F1"],
    ["mcc", "MCC"],
    ["f2:spam", 'F2 of "spam"'],
    ["f0.5:a:b", 'F0.5 of "a:b"'],
  ])("finds %j", (name, called) => {
    expect(metricFor(name, labels).name).toBe(called);
  });

  it.each([
    ["acuracy", "the nearest is “accuracy”"],
    [
      "f1_macro",
      "Known: accuracy, macro-f1, weighted-f1, micro-f1, balanced-accuracy, macro-precision, kappa, mcc, precision:LABEL, recall:LABEL, f1:LABEL, F-beta such as f2:LABEL",
    ],
    ["f0:spam", "there is no metric"],
    ["f2", "Write f2:ham"],
    ["Macro-F1x", "the nearest is “macro-f1”"],
    ["accuracy:spam", "there is no metric"],
    ["constructor", "there is no metric"],
    ["", "there is no metric"],
    ["f1", "Write f1:ham"],
    ["f1:", "none is named"],
    ["f1:spum", "no row has the label “spum”; the nearest is “spam”"],
    [{ f1: "eggs" }, "Labels: ham, spam, a:b"],
  ])("refuses %j, saying %s", (name, message) => {
    expect(() => metricFor(name, labels)).toThrow(UsageError);
    expect(() => metricFor(name, labels)).toThrow(message);
  });
});
