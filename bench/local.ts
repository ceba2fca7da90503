/** Local models next to what the machine and the library can do: tokens a second, and prompt tokens evaluated. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { localModel } from "../src/models/local/local.ts";
import type { Environment } from "../src/models/settings.ts";
import { TEMPLATE, writeTinyGguf } from "../test/fixtures/tiny-gguf.ts";
import { tokensOf } from "./lib/bare-llama.ts";
import { fewestTokens } from "./lib/fewest-tokens.ts";
import { asLocalModelName, hasLlama, hasModel, LLAMA_ENV, LOCAL_MODEL_NAMES, pathOf } from "./lib/local-models.ts";
import { localSpeeds } from "./lib/local-speed.ts";
import { answerWaves, selectionRound } from "./lib/selection-round.ts";

/** Figures: `localSpeedShare` (1 is the bare library with its best number of threads), `prefixShare` (1 is the fewest possible). */
export async function run(args: readonly string[], print: (line: string) => void): Promise<Record<string, number>> {
  const { values } = parseArgs({ args: [...args], options: { model: { type: "string" } } });
  if (!hasLlama()) {
    print("Skipped: node-llama-cpp is missing. Fetch it: node scripts/fetch-local-model.mjs qwen-1.5b");
    return {};
  }
  const prefixes = { prefixShare: await prefixShare(LLAMA_ENV, print) };
  const path = modelPath(values.model);
  if (path === undefined) {
    print("No speed: there are no weights. Fetch them: node scripts/fetch-local-model.mjs qwen-1.5b");
    return prefixes;
  }
  print(path);
  const { ours, bare, bareThreads } = await localSpeeds(path, LLAMA_ENV, print);
  const speeds = { localSpeedShare: ours / bare, tokensPerSecond: ours, bareTokensPerSecond: bare, bareThreads };
  return { ...speeds, ...prefixes };
}

/** The largest model that is there, or the one that is named. */
function modelPath(name: string | undefined): string | undefined {
  const names = name === undefined ? LOCAL_MODEL_NAMES : [asLocalModelName(name, "--model")];
  const found = names.find(hasModel);
  return found && pathOf(found);
}

/** Which tokens are evaluated does not depend on the weights, so a model of half a megabyte will do. */
async function prefixShare(env: Environment, print: (line: string) => void): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), "protegi-bench-"));
  try {
    const path = join(folder, "tiny.gguf");
    await writeTinyGguf(path, TEMPLATE);
    const waves = selectionRound(3, 8);
    const model = await localModel(path, { env, threads: 1 });
    const answers = await answerWaves(model, waves);
    await model.close?.();
    const evaluated = answers.reduce((sum, { usage }) => sum + usage.input - usage.cachedInput, 0);
    const asked = answers.reduce((sum, { usage }) => sum + usage.input, 0);
    const fewest = fewestTokens(await tokensOf(path, env, waves.flat()));
    print(`Tokens of prompts in three waves of 64 requests: ${asked}, evaluated ${evaluated}, fewest ${fewest}`);
    return evaluated / fewest;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
