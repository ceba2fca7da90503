/** Questions at a terminal that goes away before anybody has answered. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, it } from "vitest";

const ASK = join(import.meta.dirname, "../../src/cli/ask.ts");

it.each(["confirm('Go on?')", "text('Which?', 'this')", "choose('Which?', ['this', 'that'])"])(
  "takes the end of its input for a no: %s",
  (question) => {
    const script = `const { askAtTerminal } = await import(${JSON.stringify(ASK)});
      console.log(await askAtTerminal.${question}.catch(({ name, message }) => name + ": " + message));`;
    const { status, stdout } = spawnSync(process.execPath, ["--input-type=module", "-e", script], {
      input: "",
      encoding: "utf8",
    });
    expect(stdout).toBe("AbortedError: Stopped; nothing was changed.\n");
    expect(status).toBe(0);
  },
);
