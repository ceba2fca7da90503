/** Every kind of task judges fuzzed replies: what it reads, what it calls invalid, and whether it ever throws. */
import type { Example } from "../src/core/example.ts";
import { NO_USAGE, type ModelAnswer } from "../src/core/model.ts";
import { count } from "../src/core/values/words.ts";
import { taskKinds, type TaskKind, type TaskKindName } from "../src/tasks/index.ts";
import type { KeepTable } from "./lib/doc-tables.ts";
import { fuzzedReplies } from "./lib/fuzzed-replies.ts";
import { KIND_SAMPLES } from "./lib/kind-samples.ts";

/** Replies for each kind. */
const REPLIES = 1000;

/** Why a reply may have ended; most end by themselves. */
const FINISHES: readonly ModelAnswer["finish"][] = ["stop", "stop", "stop", "length", "refusal", "overflow"];

export async function run(
  _args: readonly string[],
  print: (line: string) => void,
  keepTable: KeepTable,
): Promise<Record<string, number>> {
  let [fuzzed, exceptions] = [0, 0];
  const table = [["kind", "strict", "tolerant", "invalid", "exceptions"]];
  for (const [name, kind] of Object.entries(taskKinds) as [TaskKindName, TaskKind][]) {
    const { expected, metric, replies } = KIND_SAMPLES[name];
    const rows = expected.map((text, i): Example => ({
      id: String(i),
      fields: {},
      expected: kind.read?.(text, `row ${i}`) ?? text,
    }));
    const { judge, metric: set } = kind.judging({ rows, metric });
    const before = exceptions;
    const counts = { strict: 0, tolerant: 0, invalid: 0 };
    for (const [i, text] of fuzzedReplies(name, replies, REPLIES).entries()) {
      const example = rows[i % rows.length]!;
      fuzzed += 1;
      try {
        const judged = await judge({ text, finish: FINISHES[i % FINISHES.length]!, usage: NO_USAGE }, example);
        const value = set.score([{ ...judged, example, answer: text }]);
        if (!(judged.score >= 0 && judged.score <= 1 && value >= 0 && value <= 1))
          throw new Error(`score ${judged.score}`);
        counts[judged.invalid ? "invalid" : (judged.reading ?? "tolerant")] += 1;
      } catch (error) {
        exceptions += 1;
        print(`${name}: ${JSON.stringify(text.slice(0, 200))} throws ${String(error)}`);
      }
    }
    print(`${name.padEnd(16)} strict ${counts.strict}, tolerant ${counts.tolerant}, invalid ${counts.invalid}`);
    const cells = [counts.strict, counts.tolerant, counts.invalid, exceptions - before];
    table.push([`\`${name}\``, ...cells.map(count)]);
  }
  keepTable("fuzzed", table);
  return { kinds: Object.keys(taskKinds).length, fuzzed, exceptions };
}
