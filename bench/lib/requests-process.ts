/** The process of one client: sends 5 prompts x 1,000 rows to warm up, waits for a word, sends as many again and reports. */
import { once } from "node:events";
import type { ModelRequest } from "../../src/core/model.ts";
import { InFlight } from "./in-flight.ts";
import { type ClientName, createClient } from "./requests-clients.ts";

export interface ClientJob {
  readonly client: ClientName;
  readonly baseURL: string;
  readonly atOnce: number;
  readonly file: string;
}

export interface Timed {
  readonly callsPerSecond: number;
  readonly cpuMsPerCall: number;
  /** Requests sent and not answered, from the first sent to the last answered; 0 where it is not counted. */
  readonly meanInFlight: number;
  /** Most memory that the process held, in megabytes. */
  readonly memoryMb: number;
}

const PROMPTS = 5;
const ROWS = 1000;

const job = JSON.parse(process.argv[2]!) as ClientJob;
const client = await createClient(job.client, job.baseURL, job.atOnce, job.file);
await send(requestsOf("warm"));
process.send?.("warm");
await once(process, "message");
client.inFlight = new InFlight();
const timed = await send(requestsOf("timed"));
await client.close();
process.send?.({
  ...timed,
  meanInFlight: client.inFlight.mean,
  memoryMb: process.resourceUsage().maxRSS / 1024,
} satisfies Timed);
process.disconnect?.();

/** Each about as long as a prompt with its row: 1.1 kB. */
function requestsOf(pass: string): ModelRequest[] {
  const rules = (prompt: number): string =>
    `Rule ${prompt}: say whether the text is about the weather. Answer yes or no. `.repeat(11);
  return Array.from({ length: PROMPTS * ROWS }, (_, i) => ({
    messages: [
      {
        role: "user",
        content: `${pass}\n${rules(i % PROMPTS)}\n\nText: row ${i}, ${"something was said about it ".repeat(8)}\n\nAnswer:`,
      },
    ],
    format: { kind: "text" },
    temperature: 0,
    maxOutputTokens: 64,
    sample: 0,
  }));
}

/** The request path has limits of its own and gets everything at once; the others get `atOnce` at a time. */
async function send(requests: readonly ModelRequest[]): Promise<Pick<Timed, "callsPerSecond" | "cpuMsPerCall">> {
  const workers = job.client === "bare" || job.client === "sdk" ? job.atOnce : requests.length;
  const cpu = process.cpuUsage();
  const began = performance.now();
  let next = 0;
  const work = async (): Promise<void> => {
    for (let request = requests[next++]; request !== undefined; request = requests[next++]) {
      const text = await client.call(request);
      if (text !== "yes" && text !== "no") throw new Error(`Unexpected answer: ${text}`);
    }
  };
  await Promise.all(Array.from({ length: workers }, work));
  const seconds = (performance.now() - began) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  return { callsPerSecond: requests.length / seconds, cpuMsPerCall: (user + system) / 1000 / requests.length };
}
