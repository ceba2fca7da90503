/** The way in: `npm run paper -- NAME [options]`. Ctrl-C stops, and the same command resumes from there. */
import { runPaper } from "./program.ts";

const interrupted = new AbortController();
process.on("SIGINT", () => {
  if (interrupted.signal.aborted) process.exit(130);
  interrupted.abort();
});

process.exitCode = await runPaper(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  signal: interrupted.signal,
});
