/**
 * What the writers of `bench yield` are asked: the errors, the reasons and the right rows of requests of the first edition
 * (commit f71cc5e), which are recorded with the replies of a large model.
 */
import type { Example } from "../../src/core/example.ts";
import { NO_USAGE } from "../../src/core/model.ts";
import type { Observation, Task } from "../../src/core/task.ts";
import type { Pair } from "./real-recording.ts";

export interface YieldQuestion {
  readonly asked: "gradient" | "edit" | "paraphrase";
  /** Texts that it asks for. */
  readonly count: number;
  /** The request in the words of the first edition. */
  readonly first: Omit<Pair, "reply">;
  readonly errors: readonly Observation[];
  readonly correct: readonly Observation[];
  /** What is wrong with the prompt: an edit is to put it right. */
  readonly gradient: string;
}

/** The beginnings of the first edition's last paragraphs, and how many texts each asks for. */
const KINDS = [
  { asked: "gradient", begins: "Say why", count: 2 },
  { asked: "edit", begins: "Write 1 new", count: 1 },
  { asked: "paraphrase", begins: "Say the section", count: 1 },
] as const;

const ROW = /### Row \d+\n(~~~~ \w+)\ntext: (.*)\n\1\nThe model answered: (".*")\nThe right answer: (.*)/g;

/** The question of a recorded request. Rows are those of the task with the same text. */
export async function questionOf({ reply: _, ...first }: Pair, task: Task): Promise<YieldQuestion> {
  const [message] = first.messages;
  const parts = new Map(message!.content.split(/^## /m).map((part) => [part.split("\n")[0]!, part]));
  const kind = KINDS.find(({ begins }) => parts.get("Your task")?.includes(`\n${begins}`));
  if (kind === undefined) throw new Error(`A recorded request asks for nothing known: ${parts.get("Your task")}`);
  const [errors, correct] = await Promise.all(
    ["Rows it gets wrong", "Rows it gets right, to keep"].map((heading) => observed(parts.get(heading) ?? "", task)),
  );
  const gradient = (parts.get("What is wrong with the prompt") ?? "").split("\n").slice(1).join("\n").trim();
  return { asked: kind.asked, count: kind.count, first, errors: errors!, correct: correct!, gradient };
}

function observed(part: string, { train, dev, test, judge }: Task): Promise<Observation[]> {
  const byText = new Map([...train, ...dev, ...test].map((row) => [row.fields["text"], row]));
  return Promise.all(
    Array.from(part.matchAll(ROW), async ([, , text, answer, right]): Promise<Observation> => {
      const example: Example | undefined = byText.get(text!);
      if (example === undefined || example.expected !== right)
        throw new Error(`The task has no row ${text} with the label ${right}.`);
      const said = { text: JSON.parse(answer!) as string, finish: "stop", usage: NO_USAGE } as const;
      return { example, answer: said.text, ...(await judge(said, example)) };
    }),
  );
}
