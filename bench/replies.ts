/** How replies of real forms are read: the share read as they are meant, and the share read as something else. */
import { count } from "../src/core/values/words.ts";
import type { KeepTable } from "./lib/doc-tables.ts";
import { readCorpus } from "./lib/replies-corpus.ts";

export async function run(
  _args: readonly string[],
  print: (line: string) => void,
  keepTable: KeepTable,
): Promise<Record<string, number>> {
  const readings = await readCorpus();
  for (const { where, form, reply, meant, got, right, wrong } of readings)
    if (!right)
      print(
        `${where} (${form}): ${wrong ? "WRONG" : "not read"}\n  reply ${JSON.stringify(reply)}\n  meant ${JSON.stringify(meant)}\n  got   ${JSON.stringify(got)}`,
      );
  const files = [...Map.groupBy(readings, ({ where }) => where.split(".")[0]!)];
  keepTable("corpus", [
    ["what is read", "replies", "as meant", "as something else", "not read"],
    ...files.map(([what, own]) => {
      const [right, wrong] = [own.filter((one) => one.right).length, own.filter((one) => one.wrong).length];
      return [what, ...[own.length, right, wrong, own.length - right - wrong].map(count)];
    }),
  ]);
  const share = (is: (reading: (typeof readings)[number]) => boolean): number =>
    readings.filter(is).length / readings.length;
  return { read: share(({ right }) => right), wrong: share(({ wrong }) => wrong), n: readings.length };
}
