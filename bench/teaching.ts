/**
 * Whether the headroom can tell that errors teach nothing: in the world `blind` no error tells how to mend it, and in all others
 * errors do. Worlds with models of shuffled strength, on seeds that no threshold was chosen by. `--seeds N` plays other than 60
 * of each world.
 */
import { parseArgs } from "node:util";
import type { Headroom } from "../src/core/measuring/headroom/facts.ts";
import { teachesLittle } from "../src/core/measuring/headroom/teaching.ts";
import { rng } from "../src/core/rng.ts";
import { mean } from "../src/core/stats/mean.ts";
import { counted } from "../src/core/values/words.ts";
import { check } from "../src/index.ts";
import { memoryStore } from "../src/stores/memory.ts";
import { simulatedWorld, worldFamilies } from "../src/testing/simulated-world.ts";
import type { FamilyName } from "../src/testing/worlds/families.ts";
import type { KeepTable } from "./lib/doc-tables.ts";

/** Thresholds were chosen on seeds below. */
const FIRST_SEED = 1001;
const ROWS = { train: 240, dev: 100, test: 400 };

/** Figures: the share of `blind` worlds that are told apart, that of all others, and the answers that looking took there, on average. */
export async function run(
  args: readonly string[],
  print: (line: string) => void,
  keepTable: KeepTable,
): Promise<Record<string, number>> {
  const { values } = parseArgs({ args: [...args], options: { seeds: { type: "string", default: "60" } } });
  const table = [["world", "warned", "edits mend", "paraphrases mend", "answers that this took"]];
  const played: (Measured & { readonly family: FamilyName })[] = [];
  for (const family of worldFamilies) {
    const found: Measured[] = [];
    for (let i = 0; i < Number(values.seeds); i++) found.push(await measured(family, FIRST_SEED + i));
    played.push(...found.map((one) => ({ family, ...one })));
    const shares = (kind: "edits" | "paraphrases"): string => {
      const known = found.flatMap(({ teaching }) => teaching?.[kind]?.mended ?? []);
      return known.length === 0 ? "" : `${percent(mean(known))} (${counted(known.length, "run")})`;
    };
    const warned = found.filter((one) => one.warned).length;
    const answers = mean(found.map((one) => one.answers)).toFixed(1);
    table.push([`\`${family}\``, `${warned} of ${found.length}`, shares("edits"), shares("paraphrases"), answers]);
    print(table.at(-1)!.join("  "));
  }
  keepTable("worlds", table);
  const rate = (of: typeof played): number => mean(of.map(({ warned }) => Number(warned)));
  const others = played.filter(({ family }) => family !== "blind");
  return {
    blindWarned: rate(played.filter(({ family }) => family === "blind")),
    othersWarned: rate(others),
    othersAnswers: mean(others.map(({ answers }) => answers)),
  };
}

interface Measured {
  readonly warned: boolean;
  readonly teaching: Headroom["teaching"];
  readonly answers: number;
}

async function measured(family: FamilyName, seed: number): Promise<Measured> {
  const stream = rng(seed).fork("teaching");
  const pick = (from: readonly number[]): number => from[Math.floor(stream.next() * from.length)]!;
  const strength = { noise: pick([0, 0.02, 0.05]), skill: pick([0.5, 0.7, 0.9]) };
  const { prompt, examples, model, metric } = simulatedWorld({ family, seed, rows: 740, ...strength });
  const { headroom } = await check({
    prompt,
    examples: {
      train: examples.slice(0, ROWS.train),
      dev: examples.slice(ROWS.train, ROWS.train + ROWS.dev),
      test: examples.slice(ROWS.train + ROWS.dev),
    },
    label: "label",
    metric,
    model,
    seed,
    live: true,
    store: memoryStore(),
  });
  const { teaching } = headroom!;
  if (teaching === undefined) return { warned: false, teaching, answers: 0 };
  const { errors, paraphrases, edits } = teaching;
  const asked = paraphrases.prompts - 1 + (edits?.prompts ?? 0);
  return { warned: teachesLittle(teaching), teaching, answers: asked * errors };
}

function percent(value: number): string {
  return `${(100 * value).toFixed(0)}%`;
}
