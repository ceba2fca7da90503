/** `protegi doctor`: what is installed, and what works. */
import { access, constants, mkdir } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import { table } from "../report/table.ts";
import { homeOf, openStore } from "../workspace.ts";
import type { CommandParts } from "./command.ts";
import { EXIT } from "./exit.ts";
import type { Terminal } from "./terminal.ts";

interface Finding {
  readonly what: string;
  readonly state: "works" | "missing" | "broken";
  readonly detail: string;
}

export const doctorCommand: CommandParts<Record<string, never>> = {
  name: "doctor",
  summary: "what is installed, and what works; calls no model",
  examples: ["protegi doctor", "protegi doctor --json"],
  async run(terminal) {
    const findings = [node(), await store(terminal), ...keys(terminal), await local()];
    terminal.document({ findings });
    terminal.print(...table(["what", "state", ""], findings.map(({ what, state, detail }) => [what, state, detail])));
    return findings.some(({ state }) => state === "broken") ? EXIT.error : EXIT.ok;
  },
};

function node(): Finding {
  return { what: "Node", state: "works", detail: `${process.version} on ${process.platform} ${process.arch}, ${availableParallelism()} cores` };
}

async function store(terminal: Terminal): Promise<Finding> {
  const { cwd, env } = terminal.io;
  const file = resolve(cwd, "protegi.yaml");
  const home = homeOf(file, env);
  const what = "Store";
  try {
    await mkdir(home, { recursive: true });
    await access(home, constants.W_OK);
    const open = await openStore(file, env, (text) => terminal.note(text));
    const { answers } = await open.cacheSize();
    await open.close();
    return { what, state: "works", detail: `${home}, ${answers} answers` };
  } catch (error) {
    return { what, state: "broken", detail: error instanceof Error ? error.message : String(error) };
  }
}

/** Whether keys are set; never what they are. */
function keys({ io }: Terminal): Finding[] {
  const variables = { openai: "OPENAI_API_KEY", anthropic: "ANTHROPIC_API_KEY", google: "GOOGLE_GENERATIVE_AI_API_KEY" };
  return Object.entries(variables).map(([provider, name]) => {
    const set = (io.env[name] ?? "") !== "";
    return { what: `${provider}:`, state: set ? "works" : "missing", detail: set ? `${name} is set` : `set ${name} to use it` };
  });
}

async function local(): Promise<Finding> {
  const { localRuntime } = await import("../models/local.ts");
  return { what: "local:", ...(await localRuntime()) };
}
