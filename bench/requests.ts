/**
 * The request path beside a bare undici loop and the `openai` SDK: 5 prompts x 1,000 rows, 64 at once, the server and
 * each client in a process of its own, at 50 ms and at 0 ms. Ratios are of calls a second; the lower of both stores counts.
 */
import { fork } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type FaultServer, startFaultServer } from "./fault-server.ts";
import type { ClientName } from "./lib/requests-clients.ts";
import type { ClientJob, Timed } from "./lib/requests-process.ts";

const AT_ONCE = 64;
/** Rounds, in which the clients take turns so that a busy machine hits all of them; the best of each counts. */
const ROUNDS = 2;
/**
 * Left alone, V8 takes what the machine has before it collects, whatever the program needs. What the path needs is the
 * peak of a process whose heap is held small. Megabytes of old space, and of each half of the new space.
 */
const SMALL_HEAP = ["--max-old-space-size=64", "--max-semi-space-size=8"];

export async function run(_args: readonly string[], print: (line: string) => void): Promise<Record<string, number>> {
  const folder = await mkdtemp(join(tmpdir(), "protegi-bench-"));
  const job = (client: ClientName): Omit<ClientJob, "baseURL"> => ({
    client,
    atOnce: AT_ONCE,
    file: join(folder, `${randomUUID()}.db`),
  });
  try {
    const slow = await startFaultServer({ latency: 50 });
    const at50 = await inTurns(slow, ROUNDS, ["bare", "memory", "sqlite"], job, print);
    await slow.close();
    const fast = await startFaultServer();
    const at0 = await inTurns(fast, ROUNDS, ["bare", "memory", "sqlite", "sdk"], job, print);
    const small = await measure(fast, job("sqlite"), SMALL_HEAP);
    await fast.close();
    const slowest = (figures: Figures): number =>
      Math.min(figures.memory!.callsPerSecond, figures.sqlite!.callsPerSecond);
    return {
      ratio50: slowest(at50) / at50.bare!.callsPerSecond,
      ratio0: slowest(at0) / at0.bare!.callsPerSecond,
      sdkRatio0: slowest(at0) / at0.sdk!.callsPerSecond,
      cpuMsPerCall: Math.max(at0.memory!.cpuMsPerCall, at0.sqlite!.cpuMsPerCall),
      memoryMb: small.memoryMb,
      memoryMbUnheld: Math.max(at0.memory!.memoryMb, at0.sqlite!.memoryMb),
      meanInFlight: Math.min(at50.memory!.meanInFlight, at50.sqlite!.meanInFlight),
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}

type Figures = Partial<Record<ClientName, Timed>>;

async function inTurns(
  server: FaultServer,
  rounds: number,
  clients: readonly ClientName[],
  job: (client: ClientName) => Omit<ClientJob, "baseURL">,
  print: (line: string) => void,
): Promise<Figures> {
  const best: Figures = {};
  for (let round = 0; round < rounds; round++) {
    for (const client of clients) {
      const timed = await measure(server, job(client));
      const { callsPerSecond, cpuMsPerCall, memoryMb, meanInFlight } = timed;
      print(
        `${client}: ${callsPerSecond.toFixed(0)} calls/s, ${cpuMsPerCall.toFixed(3)} ms of CPU a call, ${memoryMb.toFixed(0)} MB, ${meanInFlight.toFixed(1)} in flight`,
      );
      if ((best[client]?.callsPerSecond ?? 0) < callsPerSecond) best[client] = timed;
    }
  }
  return best;
}

async function measure(server: FaultServer, job: Omit<ClientJob, "baseURL">, execArgv: string[] = []): Promise<Timed> {
  const argument = JSON.stringify({ ...job, baseURL: server.baseURL });
  const child = fork(new URL("./lib/requests-process.ts", import.meta.url), [argument], {
    execArgv,
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const message = async (): Promise<unknown> => {
    const early = once(child, "exit").then(() => Promise.reject(new Error(`The client ${job.client} ended early.`)));
    return (await Promise.race([once(child, "message"), early]))[0];
  };
  await message();
  child.send("go");
  return (await message()) as Timed;
}
