/** Questions at a terminal where nobody answers. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, it } from "vitest";

const ASK = join(import.meta.dirname, "../../src/cli/ask.ts");

const QUESTIONS = ["confirm('Go on?')", "text('Which?', 'this')", "choose('Which?', ['this', 'that'])"];
const ENDS = { "the end of its input": "", "Ctrl-D": "\x04" };

it.each(QUESTIONS.flatMap((question) => Object.entries(ENDS).map(([end, input]) => ({ question, end, input }))))(
  "takes $end for a no: $question",
  ({ question, input }) => {
    const script = `const { askAtTerminal } = await import(${JSON.stringify(ASK)});
      console.log(await askAtTerminal.${question}.catch(({ name, message }) => name + ": " + message));`;
    const { status, stdout } = spawnSync(process.execPath, ["--input-type=module", "-e", script], {
      input,
      encoding: "utf8",
    });
    expect(stdout).toBe("AbortedError: Stopped; nothing was changed.\n");
    expect(status).toBe(0);
  },
);

it("leaves nothing behind after a question, however many are asked", () => {
  const script = `const { PassThrough } = await import("node:stream");
    Object.defineProperty(process, "stdin", { value: new PassThrough() });
    process.on("warning", ({ message }) => console.log(message));
    const { askAtTerminal } = await import(${JSON.stringify(ASK)});
    const listeners = () => process.stdin.listenerCount("end") + process.stdin.listenerCount("keypress");
    const before = listeners();
    for (let i = 0; i < 12; i++) {
      const answer = askAtTerminal.confirm("Go on?");
      setImmediate(() => process.stdin.emit("keypress", "d", { ctrl: true, name: "d" }));
      await answer.catch(() => undefined);
    }
    console.log(listeners() - before);`;
  const { stdout } = spawnSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" });
  expect(stdout).toBe("0\n");
});
