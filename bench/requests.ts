/**
 * The request path next to a bare undici loop and the `openai` SDK: 5 prompts x 1,000 rows, 64 at once, the server and
 * each client in a process of its own, at 50 ms and at 0 ms. Ratios are of calls a second. The request path is measured with
 * each store; every figure is that of the store that does worse.
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
const STORES = ["memory", "sqlite"] as const;
/** Rounds, in which the clients take turns so that a busy machine hits all of them; the best of each counts. */
const ROUNDS = 3;
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
    const at50 = await inTurns(slow, ROUNDS, ["bare", ...STORES], job, print);
    await slow.close();
    const fast = await startFaultServer();
    const at0 = await inTurns(fast, ROUNDS, ["bare", ...STORES, "sdk"], job, print);
    const held: Figures = {};
    for (const store of STORES) held[store] = await measure(fast, job(store), SMALL_HEAP);
    await fast.close();
    const figures = STORES.map((store) => ({
      ratio50: at50[store]!.callsPerSecond / at50.bare!.callsPerSecond,
      ratio0: at0[store]!.callsPerSecond / at0.bare!.callsPerSecond,
      sdkRatio0: at0[store]!.callsPerSecond / at0.sdk!.callsPerSecond,
      meanInFlight: at50[store]!.meanInFlight,
      cpuMsPerCall: at0[store]!.cpuMsPerCall,
      memoryMb: held[store]!.memoryMb,
      memoryMbUnheld: at0[store]!.memoryMb,
    }));
    for (const [i, store] of STORES.entries()) {
      const { ratio50, ratio0, sdkRatio0, cpuMsPerCall, memoryMb } = figures[i]!;
      print(
        `through ${store}: ${ratio50.toFixed(3)} of the bare loop at 50 ms, ${ratio0.toFixed(3)} at 0 ms, ${sdkRatio0.toFixed(2)} of the SDK loop; ${cpuMsPerCall.toFixed(3)} ms of CPU a call, ${memoryMb.toFixed(0)} MB`,
      );
    }
    const least = (key: keyof (typeof figures)[number]): number => Math.min(...figures.map((of) => of[key]));
    const most = (key: keyof (typeof figures)[number]): number => Math.max(...figures.map((of) => of[key]));
    return {
      ratio50: least("ratio50"),
      ratio0: least("ratio0"),
      sdkRatio0: least("sdkRatio0"),
      cpuMsPerCall: most("cpuMsPerCall"),
      memoryMb: most("memoryMb"),
      memoryMbUnheld: most("memoryMbUnheld"),
      meanInFlight: least("meanInFlight"),
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
