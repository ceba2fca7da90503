/** An OpenAI-compatible server in a process of its own, with latency and faults to order. Deterministic; counts what it saw. */
import { fork } from "node:child_process";
import { once } from "node:events";

export interface FaultServerOptions {
  /** Milliseconds until an answer comes; default 0. */
  readonly latency?: number;
  /** Who answers: `labels` says yes or no by a hash of the request; `reviews` is the simulated model of the example. Default `labels`. */
  readonly answers?: "labels" | "reviews";
  /** Shares of tries, from 0 to 1, drawn from a hash of the request and of how often it arrived. Default none. */
  readonly faults?: Partial<Record<Fault, number>>;
  /** Seconds of `retry-after` with a 429; left out when undefined. */
  readonly retryAfter?: number;
  /** Requests taken in any second; the rest gets a 429. Default: all. */
  readonly perSecond?: number;
  /** The body of a 500; default: a plain error. */
  readonly says?: string;
  /** From this request on (counted from 0), every answer is 401. */
  readonly revokedAt?: number;
}

export type Fault = "tooMany" | "error" | "hang" | "cut" | "reset";

export interface Seen {
  readonly requests: number;
  /** Requests answered in full with 200. */
  readonly answered: number;
  /** Requests for what had been answered in full before. */
  readonly repeated: number;
  readonly faults: Readonly<Record<Fault, number>>;
  readonly inFlight: number;
  readonly maxInFlight: number;
  /** Mean over the time from the first request to the last answer. */
  readonly meanInFlight: number;
  readonly seconds: number;
}

export interface FaultServer {
  /** Ends in `/v1`. */
  readonly baseURL: string;
  /** What was seen since the last reset. */
  seen(): Promise<Seen>;
  /** Forgets what was seen. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

export async function startFaultServer(options: FaultServerOptions = {}): Promise<FaultServer> {
  const child = fork(new URL("./lib/fault-server-process.ts", import.meta.url), [JSON.stringify(options)], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const ask = async (question: string): Promise<unknown> => {
    const reply = once(child, "message");
    child.send(question);
    return (await reply)[0];
  };
  const port = (await once(child, "message"))[0] as number;
  return {
    baseURL: `http://127.0.0.1:${port}/v1`,
    seen: async () => (await ask("seen")) as Seen,
    reset: async () => void (await ask("reset")),
    async close() {
      const gone = once(child, "exit");
      child.kill();
      await gone;
    },
  };
}
