/** The process that loads a large file, one argument, and reports what that took; then it makes a run on it. */
import { taskFrom } from "../../src/jobs/task/build-task.ts";
import { readDataset } from "../../src/datasets/index.ts";
import { parseGroups } from "../../src/options/settings.ts";
import { run as optimizeTask } from "../../src/run/run.ts";
import { memoryStore } from "../../src/stores/memory.ts";
import { scriptedModel } from "../../src/testing/index.ts";

export interface Loaded {
  readonly readSeconds: number;
  /** Until the rows were split too. */
  readonly loadSeconds: number;
  /** Of all threads, over that time. */
  readonly cpuSeconds: number;
  /** Most memory that the process held until then, in megabytes. */
  readonly memoryMb: number;
  /** Of the run. */
  readonly calls: number;
  /** Rows that the run asked about. */
  readonly rowsTouched: number;
}

const settings = parseGroups({});
const cpu = process.cpuUsage();
const began = performance.now();
const data = await readDataset(process.argv[2]!);
const readSeconds = (performance.now() - began) / 1000;
const task = taskFrom({ prompt: "Is it good or bad? {{text}}", data }, settings.splits, () => undefined);
const loadSeconds = (performance.now() - began) / 1000;
const { user, system } = process.cpuUsage(cpu);
const memoryMb = process.resourceUsage().maxRSS / 1024;

const model = scriptedModel(({ messages: [message] }) => (message!.content.length % 2 === 0 ? "good" : "bad"), {
  holds: { choice: true, json: false },
});
const { cost } = await optimizeTask({
  task,
  models: { task: model, optimizer: model },
  settings,
  store: memoryStore(),
});
process.send?.({
  readSeconds,
  loadSeconds,
  cpuSeconds: (user + system) / 1e6,
  memoryMb,
  calls: cost.calls,
  rowsTouched: new Set(model.calls.map(({ messages }) => messages[0]!.content)).size,
} satisfies Loaded);
process.disconnect?.();
