/** Runs `check` in each folder that is named, one after the other, and prints how each ended. */
import { runProgram } from "../../../src/cli/program.ts";

for (const [cwd, ...args] of JSON.parse(process.argv[2]!) as [string, ...string[]][]) {
  let said = "";
  const stream = { write: (text: string) => (said += text) };
  const began = performance.now();
  const code = await runProgram(args, {
    stdout: stream,
    stderr: stream,
    cwd,
    env: {},
    signal: new AbortController().signal,
  });
  const seconds = (performance.now() - began) / 1000;
  process.stdout.write(
    `${JSON.stringify({ code, said: said.slice(0, 4000), seconds, rss: process.resourceUsage().maxRSS * 1024 })}\n`,
  );
}
