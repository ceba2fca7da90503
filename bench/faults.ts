/**
 * The whole `paper` preset on the example over HTTP, first on a clean server, then on one that refuses, fails, hangs, cuts and resets:
 * the result must be the same, and not much later.
 */
import { optimize } from "../src/index.ts";
import type { RunResult } from "../src/run/result.ts";
import { type FaultServerOptions, startFaultServer, type Seen } from "./fault-server.ts";
import { example } from "./lib/example.ts";

const LATENCY = 100;
const FAULTS: FaultServerOptions = {
  faults: { tooMany: 0.05, error: 0.01, hang: 0.002, cut: 0.002, reset: 0.002 },
  retryAfter: 0.1,
};

interface Ended {
  readonly result: RunResult;
  readonly seen: Seen;
  readonly seconds: number;
}

export async function run(_args: readonly string[], print: (line: string) => void): Promise<Record<string, number>> {
  const clean = await runOn({});
  print(`clean: ${clean.seen.answered} calls in ${clean.seconds.toFixed(1)} s`);
  const faulty = await runOn(FAULTS);
  const faults = Object.entries(faulty.seen.faults)
    .map(([fault, count]) => `${fault} ${count}`)
    .join(", ");
  print(
    `faulty: ${faulty.seen.answered} calls in ${faulty.seconds.toFixed(1)} s, ${faulty.result.cost.failures} failed tries (${faults})`,
  );
  return {
    sameResult: outcome(clean.result) === outcome(faulty.result) ? 1 : 0,
    timeRatio: faulty.seconds / clean.seconds,
    repeatedAnswers: faulty.seen.repeated,
    failures: faulty.result.cost.failures,
    calls: faulty.seen.answered,
  };
}

async function runOn(options: FaultServerOptions): Promise<Ended> {
  const server = await startFaultServer({ latency: LATENCY, answers: "reviews", ...options });
  try {
    const began = performance.now();
    const model = { model: "openai-compatible:reviews", baseURL: server.baseURL };
    const result = await optimize({
      ...(await example()),
      model,
      search: "paper",
      seed: 1,
      requests: { concurrency: 64 },
    });
    const seconds = (performance.now() - began) / 1000;
    return { result, seen: await server.seen(), seconds };
  } finally {
    await server.close();
  }
}

/** Everything that was found, without what may differ: the run's id, the server's address, failures. */
function outcome({ prompt, best, verdict, stopped, candidates, cost }: RunResult): string {
  return JSON.stringify([prompt, best, verdict, stopped, candidates, cost.calls]);
}
