/** A task of each kind as files: rows, what a right and a wrong reply to each are, and a file that no run can use. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readDataset } from "../../src/datasets/index.ts";
import { ROOT } from "../models/local-setup.ts";

/** Data sets that are not in the repository. */
const DATA = process.env["PROTEGI_DATA_DIR"] ?? join(ROOT, "../shared/data");

/** A row: what the prompt shows, the right answer in the data, and replies in forms that models write. */
export interface KindCaseRow {
  readonly input: string;
  readonly expected: unknown;
  readonly right: string;
  readonly wrong: string;
}

export interface KindCase {
  readonly name: string;
  readonly kind: string;
  /** Lines of protegi.yaml: the task and the metric. */
  readonly config: string;
  /** The data file, by its format. */
  readonly file: "rows.csv" | "rows.jsonl" | "rows.json";
  /** Absent where the data is not here. */
  readonly rows?: () => Promise<readonly KindCaseRow[]> | readonly KindCaseRow[];
  /** Further files. */
  readonly files?: Readonly<Record<string, string>>;
  /** A right answer of a row, or a further file, that cannot be used, and what is said of it. */
  readonly broken: {
    readonly expected?: unknown;
    readonly files?: Readonly<Record<string, string>>;
    readonly says: RegExp;
  };
}

/** Rows of a run: enough for a verdict, few enough to be quick. */
const MOST = 140;

const numbered = <T>(count: number, make: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));
const cycle = <T>(items: readonly T[], i: number): T => items[i % items.length]!;

/** Rows of a file with labels, at most so many of each; a wrong reply is another label. */
async function labelled(
  file: string,
  input: string,
  label: string,
  forms: readonly ((label: string) => string)[],
  each = MOST,
): Promise<KindCaseRow[]> {
  const { rows } = await readDataset(file);
  const seen = new Map(rows.map(({ fields }) => [fields[input]!, fields[label]!]));
  const labels = [...new Set(seen.values())].sort();
  const counts = new Map<string, number>();
  const kept = [...seen].filter(([, right]) => {
    counts.set(right, (counts.get(right) ?? 0) + 1);
    return counts.get(right)! <= each;
  });
  return kept.slice(0, MOST).map(([text, right], i) => ({
    input: text,
    expected: right,
    right: cycle(forms, i)(right),
    wrong: labels[(labels.indexOf(right) + 1) % labels.length]!,
  }));
}

const LABEL_FORMS = [
  (label: string): string => label,
  (label: string): string => `The answer is **${label}**.`,
  (label: string): string => `{"label": "${label}"}`,
];

const NUMBER_FORMS = [
  (number: string): string => number,
  (number: string): string => `First one half, then the other.\n#### ${Number(number).toLocaleString("en")}`,
  (number: string): string => `The answer is $${number}.`,
  (number: string): string => `So it takes \\boxed{${number}} hours.`,
];

const TOPICS = ["art", "money", "music", "sport", "weather"];
const TOPIC_WORDS = {
  art: ["the new gallery", "a stolen painting"],
  money: ["a higher tax", "the falling euro"],
  music: ["a street band", "the opera"],
  sport: ["the cup final", "a lost match"],
  weather: ["heavy snow", "the long drought"],
} as const;

const CAPITALS: readonly (readonly [string, readonly string[]])[] = [
  ["Italy", ["Rome", "Roma"]],
  ["Austria", ["Vienna", "Wien"]],
  ["Denmark", ["Copenhagen", "København"]],
  ["Portugal", ["Lisbon", "Lisboa"]],
  ["Czechia", ["Prague", "Praha"]],
  ["Poland", ["Warsaw", "Warszawa"]],
];

const scoreModule = (body: string): string => `export default (answer, { expected }) => {\n${body}\n};\n`;

const NO_FUNCTION = { "score.mjs": "export default 3;\n" };

function dataOf(path: string): string | undefined {
  const file = join(DATA, path);
  return existsSync(file) ? file : undefined;
}

/** A case whose rows may not be here. */
function fromData(path: string, rows: (file: string) => Promise<KindCaseRow[]>): Pick<KindCase, "rows"> {
  const file = dataOf(path);
  return file === undefined ? {} : { rows: () => rows(file) };
}

const orders = (): KindCaseRow[] => {
  const lines = readFileSync(join(ROOT, "examples/extraction/orders.jsonl"), "utf8").trim().split("\n");
  return lines.slice(0, MOST).map((line, i) => {
    const { text, order } = JSON.parse(line) as { text: string; order: Readonly<Record<string, unknown>> };
    const json = JSON.stringify(order);
    return {
      input: text,
      expected: order,
      right: cycle([json, `\`\`\`json\n${json}\n\`\`\``, `Here it is: ${json.replace(/\}$/, ",}")}`], i),
      wrong: JSON.stringify({
        item: "lamp",
        quantity: 0,
        unit_price: null,
        currency: "none",
        deliver_by: "",
        city: "",
      }),
    };
  });
};

export const KIND_CASES: readonly KindCase[] = [
  {
    name: "classification: reviews",
    kind: "classification",
    config: "task: classification\nmetric: accuracy",
    file: "rows.csv",
    rows: () => labelled(join(ROOT, "examples/reviews/reviews.csv"), "text", "label", LABEL_FORMS),
    broken: { files: { "rows.csv": "input,expected\nfine,positive\none,two,three\n" }, says: /rows\.csv:3/ },
  },
  {
    name: "classification: text messages, 13% of them spam",
    kind: "classification",
    config: "task: { kind: classification, aliases: { spam: [junk] } }\nmetric: macro-f1",
    file: "rows.jsonl",
    ...fromData("sms/messages.csv", (file) =>
      labelled(file, "text", "label", [...LABEL_FORMS, (label) => (label === "spam" ? "junk" : label)]),
    ),
    broken: {
      files: { "rows.jsonl": '{"input": "a", "expected": "ham"}\n{"input": "b", expected: }\n' },
      says: /rows\.jsonl:2/,
    },
  },
  {
    name: "classification: questions with six labels",
    kind: "classification",
    config: "task: classification\nmetric: macro-f1",
    file: "rows.json",
    ...fromData("trec/train.jsonl", (file) => labelled(file, "question", "type", LABEL_FORMS, 24)),
    broken: { files: { "rows.json": "[1, 2" }, says: /rows\.json/ },
  },
  {
    name: "multi-label: topics of headlines",
    kind: "multi-label",
    config: "task: multi-label\nmetric: micro-f1",
    file: "rows.jsonl",
    rows: () =>
      numbered(100, (i) => {
        const right = i % 10 === 9 ? [] : [...new Set([cycle(TOPICS, i), cycle(TOPICS, Math.floor(i / 5))])].sort();
        const words = right.map((topic) => cycle(TOPIC_WORDS[topic as keyof typeof TOPIC_WORDS], i));
        const input = `Report ${i}: ${words.length === 0 ? "a cat was found" : words.join(" and ")}.`;
        const shown = right.length === 0 ? "none" : right.join(", ");
        return {
          input,
          expected: right,
          right: cycle(
            [JSON.stringify({ labels: right }), shown, right.length === 0 ? "none" : `- ${right.join("\n- ")}`],
            i,
          ),
          wrong: JSON.stringify({ labels: [cycle(TOPICS, TOPICS.indexOf(right[0] ?? "art") + 2)] }),
        };
      }),
    broken: { expected: [1, 2], says: /rows\.jsonl:\d+.*list of labels/s },
  },
  {
    name: "choice: A to D",
    kind: "choice",
    config: "task: choice",
    file: "rows.csv",
    rows: () =>
      numbered(100, (i) => {
        const [letter, sum] = [cycle(["A", "B", "C", "D"], i), 7 + 3 * i];
        const options = ["A", "B", "C", "D"].map((one) => `${one}) ${sum + one.charCodeAt(0) - letter.charCodeAt(0)}`);
        return {
          input: `What is ${i} plus ${sum - i}? ${options.join(" ")}`,
          expected: letter,
          right: cycle([letter, `The answer is ${letter}.`, `(${letter})`, `\\boxed{${letter}}`], Math.floor(i / 4)),
          wrong: cycle(["A", "B", "C", "D"], i + 1),
        };
      }),
    broken: { expected: "seven", says: /rows\.csv:\d+.*letter from A to Z.*task: classification/s },
  },
  {
    name: "extraction: orders in mails",
    kind: "extraction",
    config: "task: { kind: extraction, schema: order.schema.json }\nmetric: json-fields",
    file: "rows.jsonl",
    rows: orders,
    files: { "order.schema.json": readFileSync(join(ROOT, "examples/extraction/order.schema.json"), "utf8") },
    broken: {
      expected: { item: "mug", quantity: "many" },
      says: /rows\.jsonl:5.*fits task\.schema.*"many".*Mend the row or the schema/s,
    },
  },
  {
    name: "numeric: word problems",
    kind: "numeric",
    config: "task: { kind: numeric, relative: 0.001 }",
    file: "rows.jsonl",
    ...fromData("gsm8k/test.jsonl", async (file) => {
      const { rows } = await readDataset(file);
      return rows.slice(0, MOST).map(({ fields: { question = "", answer = "" } }, i) => ({
        input: question,
        expected: i % 3 === 0 ? `Some steps.\n#### ${answer}` : answer,
        right: cycle(NUMBER_FORMS, i)(answer.replaceAll(",", "")),
        wrong: `The answer is ${Number(answer.replaceAll(",", "")) + 7}.`,
      }));
    }),
    broken: { expected: "many", says: /rows\.jsonl:\d+.*expected a number.*many/s },
  },
  {
    name: "qa: any of several answers",
    kind: "qa",
    config: "task: qa\nmetric: normalized-match",
    file: "rows.jsonl",
    rows: () =>
      numbered(96, (i) => {
        const [country, names] = cycle(CAPITALS, i);
        return {
          input: `Question ${i}: what is the capital of ${country}?`,
          expected: names,
          right: cycle([names[0]!, `Answer: ${names[1]!}`, `${names[1]!.toUpperCase()}.`], Math.floor(i / 6)),
          wrong: "Reykjavik",
        };
      }),
    broken: { files: { "rows.jsonl": "" }, says: /rows\.jsonl/ },
  },
  {
    name: "text: summaries",
    kind: "text",
    config: "task: text\nmetric: rouge-l",
    file: "rows.jsonl",
    rows: () =>
      numbered(96, (i) => {
        const [who, what] = [
          cycle(["The council", "A farmer", "The school"], i),
          cycle(["a bridge", "a barn", "a hall"], Math.floor(i / 3)),
        ];
        return {
          input: `${who} met on day ${i}, argued for hours, and at last agreed to build ${what} near the river.`,
          expected: `${who} builds ${what} near the river after a long argument.`,
          right: `${who} builds ${what} near the river, after a long argument.`,
          wrong: `On day ${i} people talked.`,
        };
      }),
    broken: { files: { "rows.jsonl": '{"input": "a", "summary": "b"}\n' }, says: /expected.*input, summary/s },
  },
  {
    name: "code: run against a case",
    kind: "code",
    config: "task: code\nmetric: score.mjs",
    file: "rows.jsonl",
    rows: () =>
      numbered(96, (i) => ({
        input: `Write f(x) in JavaScript that gives x times ${i} plus ${i + 3}.`,
        expected: 2 * i + i + 3,
        right: `Like this:\n\`\`\`js\nconst f = (x) => x * ${i} + ${i + 3};\n\`\`\`\nIt multiplies first.`,
        wrong: `\`\`\`js\nconst f = (x) => x + ${i};\n\`\`\``,
      })),
    files: { "score.mjs": scoreModule("  return new Function(`${answer}; return f(2);`)() === expected ? 1 : 0;") },
    broken: { files: NO_FUNCTION, says: /score\.mjs/ },
  },
  {
    name: "tool: one call",
    kind: "tool",
    config: "task: tool\nmetric: score.mjs",
    file: "rows.jsonl",
    rows: () =>
      numbered(96, (i) => {
        const call = JSON.stringify({ name: "book", arguments: { seats: i + 1 } });
        return {
          input: `Book ${i + 1} seats, please.`,
          expected: { seats: i + 1 },
          right: cycle([call, `<tool_call>${call}</tool_call>`, `\`\`\`json\n${call}\n\`\`\``], i),
          wrong: JSON.stringify({ name: "book", arguments: { seats: 0 } }),
        };
      }),
    files: { "score.mjs": scoreModule("  return JSON.parse(answer).arguments.seats === expected.seats ? 1 : 0;") },
    broken: { files: { "score.mjs": undefined as unknown as string }, says: /score\.mjs/ },
  },
  {
    name: "custom: a score of one's own, with feedback",
    kind: "custom",
    config: "metric: score.mjs",
    file: "rows.json",
    rows: () =>
      numbered(96, (i) => ({
        input: `Name ${i + 2} colours.`,
        expected: i + 2,
        right: numbered(i + 2, (n) => `colour ${n}`).join(", "),
        wrong: "blue",
      })),
    files: {
      "score.mjs": scoreModule(
        "  const given = answer.split(', ').length;\n  return { score: given === expected ? 1 : 0, feedback: `${given} colours, not ${expected}` };",
      ),
    },
    broken: { files: NO_FUNCTION, says: /score\.mjs/ },
  },
];
