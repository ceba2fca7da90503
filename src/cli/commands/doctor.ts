/** `protegi doctor`: what is installed, and what works. */
import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname, resolve } from "node:path";
import { localRuntime } from "../../models/local/local.ts";
import { PROVIDERS } from "../../models/providers.ts";
import { table } from "../../report/table.ts";
import { counted } from "../../core/values/words.ts";
import { loadDriver } from "../../stores/sqlite/driver.ts";
import { databaseOf, homeOf, openStore } from "../../jobs/open.ts";
import type { CommandParts } from "../command.ts";
import { EXIT } from "../exit.ts";
import type { Io, Terminal } from "../terminal.ts";
import { checkWritable } from "../writable.ts";

interface Finding {
  readonly what: string;
  readonly state: "works" | "missing" | "broken";
  readonly detail: string;
}

export const doctorCommand: CommandParts<object> = {
  examples: ["protegi doctor", "protegi doctor --json"],
  async run(terminal) {
    const { env } = terminal.io;
    const findings: Finding[] = [
      node(),
      await store(terminal),
      ...keys(terminal.io),
      { what: "local:", ...(await localRuntime(env)) },
    ];
    terminal.document("doctor", { findings });
    terminal.print(
      ...table(
        ["what", "state", "detail"],
        findings.map(({ what, state, detail }) => [what, state, detail.split("\n")[0]!]),
      ),
    );
    return findings.some(({ state }) => state === "broken") ? EXIT.error : EXIT.ok;
  },
};

function node(): Finding {
  return {
    what: "Node",
    state: "works",
    detail: `${process.version} on ${process.platform} ${process.arch}, ${counted(availableParallelism(), "core")}`,
  };
}

/** Whether answers can be kept here; a store is opened where there is one, and none is created. */
async function store(terminal: Terminal): Promise<Finding> {
  const { cwd, env } = terminal.io;
  const config = resolve(cwd, "protegi.yaml");
  const [home, database] = [homeOf(config, env), databaseOf(config, env)];
  try {
    if (!existsSync(database)) {
      await loadDriver();
      await checkWritable("store", nearestMissing(home));
      return { what: "store", state: "works", detail: `${home}, not created yet` };
    }
    const open = await openStore(config, env, (text) => terminal.note(text));
    const { answers } = await open.cacheSize();
    await open.close();
    return { what: "store", state: "works", detail: `${home}, ${counted(answers, "answer")}` };
  } catch (error) {
    return { what: "store", state: "broken", detail: error instanceof Error ? error.message : String(error) };
  }
}

/** Of a path and the folders above it, the lowest that is missing although the folder around it is there. */
function nearestMissing(path: string): string {
  return existsSync(dirname(path)) ? path : nearestMissing(dirname(path));
}

/** Whether keys are set; never what they are. */
function keys({ env }: Io): Finding[] {
  return PROVIDERS.flatMap(({ name, key, needsKey = true }) => {
    if (key === undefined || !needsKey) return [];
    const set = Boolean(env[key]?.trim());
    return {
      what: `${name}:`,
      state: set ? "works" : "missing",
      detail: set ? `${key} is set` : `set ${key} to use it`,
    };
  });
}
