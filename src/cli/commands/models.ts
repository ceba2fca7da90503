/** `protegi models`: the local models that are here, and fetching one. */
import type { PullEvent } from "../../models/local/pull-options.ts";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { UsageError } from "../../core/errors.ts";
import { KNOWN_MODELS, modelsDir } from "../../models/local/known.ts";
import { pullModel } from "../../models/local/pull.ts";
import { table } from "../../report/table.ts";
import { megabytes } from "../../core/values/words.ts";
import type { CommandParts } from "../command.ts";
import { EXIT } from "../exit.ts";
import type { Terminal } from "../terminal.ts";

export const modelsCommand: CommandParts<object> = {
  examples: ["protegi models", "protegi models pull smollm2", "protegi models pull hf:org/repo:Q4_K_M"],
  async run(terminal, [action, name]) {
    if (action === undefined) return list(terminal);
    const known = KNOWN_MODELS.map((model) => model.name).join(", ");
    if (action !== "pull")
      throw new UsageError(
        "models",
        `expected pull or nothing, got ${JSON.stringify(action)}`,
        "Such as: protegi models pull smollm2",
      );
    if (name === undefined)
      throw new UsageError("models pull", "expected the name of a model, got none", `Known names: ${known}.`);
    return pull(terminal, name);
  },
};

async function list(terminal: Terminal): Promise<number> {
  const folder = modelsDir(terminal.io.env);
  const files = (await readdir(folder).catch(() => [])).filter((file) => file.endsWith(".gguf")).toSorted();
  const models = await Promise.all(
    files.map(async (file) => {
      const path = join(folder, file);
      const known = KNOWN_MODELS.find((model) => model.file === file)?.name;
      return { model: `local:${known ?? path}`, path, bytes: (await stat(path)).size };
    }),
  );
  terminal.document("models", { folder, models });
  const lines = table(
    ["model", "size", "file"],
    models.map(({ model, path, bytes }) => [model, megabytes(bytes), path]),
  );
  terminal.print(
    ...(lines.length === 0
      ? [`No local models in ${folder}.`, `Fetch a small one: ${terminal.program} models pull smollm2`]
      : lines),
  );
  return EXIT.ok;
}

async function pull(terminal: Terminal, name: string): Promise<number> {
  const { io, live } = terminal;
  const clear = (): void => void (live && io.stderr.write("\r\u001b[K"));
  const onProgress = (event: PullEvent): void => {
    clear();
    if (event.kind === "try")
      terminal.note(`Trying ${event.source}${event.bytes === undefined ? "" : `, ${megabytes(event.bytes)}`}`);
    if (event.kind === "failed") terminal.note(`  no: ${event.reason}`);
    if (event.kind === "received" && live) io.stderr.write(`${megabytes(event.received)} of ${megabytes(event.bytes)}`);
  };
  const pulled = await pullModel(name, { env: io.env, signal: io.signal, onProgress }).finally(clear);
  terminal.document("models-pull", { model: `local:${name}`, ...pulled });
  terminal.print(
    pulled.source === undefined
      ? `It is already here, and complete: ${pulled.path}`
      : `Fetched ${megabytes(pulled.bytes)} from ${pulled.source} to ${pulled.path}`,
    `SHA-256 ${pulled.sha256}`,
    `Use it: ${terminal.program} check --model local:${name}`,
  );
  return EXIT.ok;
}
