/**
 * Headroom against what the full search then gained: over simulated runs, how often a no-go preceded a verdict "better", and how
 * often a go did not. Worlds and reviews, with models of shuffled strength, and a part of them built so that wording moves half
 * of the answers, a tenth, none, or only the one label that all rows get. The family `formats` is always free: its answers are
 * no labels, and movement is measured for labels alone. `--runs N` plays other than 200.
 */
import { parseArgs } from "node:util";
import { rng } from "../src/core/rng.ts";
import type { HeadroomWord } from "../src/core/measuring/headroom/facts.ts";
import { worldFamilies } from "../src/testing/simulated-world.ts";
import type { Freedom, Game, Outcome } from "./lib/headroom-play.ts";
import { playAll } from "./lib/threads.ts";

const WORLDS: readonly Game["world"][] = ["reviews", ...worldFamilies];
const FREEDOMS: readonly Freedom[] = ["free", "fixed", "free", "half", "constant", "free", "tenth", "fixed"];
const WORDS: readonly HeadroomWord[] = ["go", "think again", "no-go"];

export async function run(args: readonly string[], print: (line: string) => void): Promise<Record<string, number>> {
  const { values } = parseArgs({ args: [...args], options: { runs: { type: "string", default: "200" } } });
  const games = Array.from({ length: Number(values.runs) }, (_, i) => drawn(i));
  const began = performance.now();
  const outcomes = await playAll<Game, Outcome>(new URL("lib/headroom-worker.ts", import.meta.url), games);
  const seconds = (performance.now() - began) / 1000;

  print("world          wording   noise  skill  test  word         moved     verdict    gain    search ended");
  const played = games.map((game, i) => ({ ...game, ...outcomes[i]! }));
  for (const { world, freedom, noise, skill, test, word, movement, verdict = "none", gain, stopped } of played) {
    const moved = movement === undefined ? "-" : `${movement.moved}/${movement.rows}`;
    print(
      `${world.padEnd(14)} ${freedom.padEnd(9)} ${noise.toFixed(2)}   ${skill.toFixed(1)}    ${String(test).padEnd(5)} ${word.padEnd(12)} ${moved.padEnd(9)} ${verdict.padEnd(10)} ${gain.toFixed(3).padEnd(7)} ${stopped}`,
    );
  }
  for (const freedom of new Set(FREEDOMS)) {
    const own = played.filter((one) => one.freedom === freedom);
    const counts = WORDS.map((word) => `${own.filter((one) => one.word === word).length} ${word}`);
    const better = own.filter(({ verdict }) => verdict === "better").length;
    print(`${freedom}: ${own.length} runs, ${counts.join(", ")}; ${better} better`);
  }
  const noGo = played.filter(({ word }) => word === "no-go");
  const go = played.filter(({ word }) => word === "go");
  const gained = (of: readonly Outcome[]): number => of.filter(({ verdict }) => verdict === "better").length;
  return {
    runs: played.length,
    go: go.length,
    noGo: noGo.length,
    thinkAgain: played.length - go.length - noGo.length,
    better: gained(played),
    noGoWrong: gained(noGo) / Math.max(1, noGo.length),
    goWrong: 1 - gained(go) / Math.max(1, go.length),
    seconds,
  };
}

/** The i-th game: worlds and wordings by turns, strengths at random. */
function drawn(i: number): Game {
  const stream = rng("headroom").fork(`game ${i}`);
  const pick = (values: readonly number[]): number => values[Math.floor(stream.next() * values.length)]!;
  const world = WORLDS[i % WORLDS.length]!;
  const freedom = FREEDOMS[Math.floor(i / WORLDS.length) % FREEDOMS.length]!;
  return {
    world,
    freedom: world === "formats" ? "free" : freedom,
    seed: i + 1,
    noise: pick([0, 0.02, 0.05]),
    skill: pick([0.5, 0.7, 0.9]),
    test: pick([200, 300, 400]),
  };
}
