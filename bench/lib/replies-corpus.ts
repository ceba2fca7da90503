/**
 * The corpus of replies under test/fixtures/replies: what real models and servers write, with what each is to be read as.
 * Written after forms that public reports describe; those with `from` were recorded from that model.
 */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { type ModelAnswer, NO_USAGE, type Usage } from "../../src/core/model.ts";
import { readReply } from "../../src/core/asking/reading/reply.ts";
import { readSections } from "../../src/core/asking/reading/sections.ts";
import { parsePrompt } from "../../src/core/prompt/prompt.ts";
import { classificationJudge } from "../../src/metrics/index.ts";

const FOLDER = join(import.meta.dirname, "../../test/fixtures/replies");

interface Line {
  readonly form: string;
  readonly reply: string;
  readonly finish?: ModelAnswer["finish"];
  readonly usage?: Partial<Usage>;
  /** The model that a recorded reply is from. */
  readonly from?: string;
  /** Written, with its meaning, before the reader was run on it; the reader was improved afterwards. */
  readonly unseen?: true;
}

/** An answer of a task model: the label, or null with the reason. */
interface LabelLine extends Line {
  readonly labels: readonly string[];
  readonly reads: string | null;
  readonly why?: string;
}

/** A reply of an optimizer model: its items, or why it is dropped. */
interface ItemsLine extends Line {
  readonly kind: "reasons" | "sections";
  readonly count: number;
  readonly reads?: readonly string[];
  readonly dropped?: string;
}

/** A reply that holds one section for this prompt: the section and what is taken off around it, or why it is dropped. */
interface SectionLine extends Line {
  readonly prompt: string;
  readonly heading?: string;
  readonly reads?: string;
  readonly unwrapped?: readonly string[];
  readonly dropped?: string;
}

/** What became of one reply. */
export interface CorpusReading {
  /** The file and the line, from 1. */
  readonly where: string;
  readonly form: string;
  readonly reply: string;
  readonly meant: unknown;
  readonly got: unknown;
  /** Whether it was read as it is meant. */
  readonly right: boolean;
  /** Whether it was read as another label, other items or another section than it means. */
  readonly wrong: boolean;
}

type Read = Pick<CorpusReading, "meant" | "got"> & { readonly taken: boolean };

const READERS: Readonly<Record<string, (line: never) => Read>> = {
  "labels.jsonl": readLabelLine,
  "items.jsonl": readItemsLine,
  "sections.jsonl": readSectionLine,
};

/** Reads the whole corpus. */
export async function readCorpus(): Promise<CorpusReading[]> {
  const files = (await readdir(FOLDER)).filter((file) => file.endsWith(".jsonl")).toSorted();
  const readings = await Promise.all(files.map(readFileOf));
  return readings.flat();
}

async function readFileOf(file: string): Promise<CorpusReading[]> {
  const text = await readFile(join(FOLDER, file), "utf8");
  return text
    .trimEnd()
    .split("\n")
    .map((source, i) => {
      const line = JSON.parse(source) as Line;
      const { meant, got, taken } = READERS[file]!(line as never);
      const right = isDeepStrictEqual(meant, got);
      return {
        where: `${file}:${i + 1}`,
        form: line.form,
        reply: line.reply,
        meant,
        got,
        right,
        wrong: taken && !right,
      };
    });
}

function readLabelLine(line: LabelLine): Read {
  const judged = classificationJudge(line.labels)(answerOf(line), {
    id: "row",
    fields: {},
    expected: line.reads ?? "",
  });
  if (judged instanceof Promise) throw new Error("a judge of labels answers at once");
  const { predicted, why } = judged;
  return {
    meant: line.reads ?? { unread: line.why },
    got: predicted ?? { unread: why },
    taken: predicted !== undefined,
  };
}

function readItemsLine(line: ItemsLine): Read {
  const reply = readReply(answerOf(line), { kind: line.kind, count: line.count });
  return {
    meant: line.reads ?? { dropped: line.dropped },
    got: "items" in reply ? reply.items : reply,
    taken: "items" in reply,
  };
}

function readSectionLine(line: SectionLine): Read {
  const meant =
    line.dropped === undefined ? { section: line.reads, unwrapped: line.unwrapped } : { dropped: line.dropped };
  const reply = readSections(answerOf(line), 1, parsePrompt(line.prompt, line.heading));
  if ("dropped" in reply) return { meant, got: reply, taken: false };
  const [got] = reply.sections;
  if (got!.section === "") return { meant, got: { dropped: "empty" }, taken: false };
  return { meant, got, taken: got!.section !== line.reads };
}

function answerOf({ reply, finish = "stop", usage }: Line): ModelAnswer {
  return { text: reply, finish, usage: { ...NO_USAGE, ...usage } };
}
