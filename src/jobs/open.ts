/**
 * The composition root: what was read becomes what a job works with. This file, and the terminal's commands, are the only
 * ones that name concrete adapters.
 */
import { dirname, join, resolve } from "node:path";
import { holdingOf } from "../core/answer-form.ts";
import { UsageError } from "../core/errors.ts";
import type { RunEvent } from "../core/events.ts";
import { type Model, type Models, NO_USAGE, type Usage } from "../core/model.ts";
import type { Task } from "../core/task.ts";
import type { Environment } from "../models/index.ts";
import { ownWordsCleaner } from "../models/redact.ts";
import type { StoreSource } from "../options/modules.ts";
import { priceOf } from "../engine/spending/prices.ts";
import { pricedLimits } from "../options/limits.ts";
import { checkRead } from "../options/unread.ts";
import { memoryStore } from "../stores/memory.ts";
import { openSqliteStore } from "../stores/sqlite.ts";
import { asStore, type Store } from "../stores/store.ts";
import { withCleanMessages } from "./clean-messages.ts";
import { modelMaker } from "./models/model-maker.ts";
import { onSameTest, planned } from "../run/planned.ts";
import type { Read } from "./read.ts";
import { repeatNotices } from "./task/repeated.ts";

/** What a job works with. */
export interface Opened extends Pick<Read, "task" | "settings" | "open" | "notices"> {
  readonly models: Models;
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: RunEvent) => void;
  /** The store. It is opened when it is first asked for, so that what asks no model writes nothing. */
  openStore(): Promise<Store>;
  /** Frees what was made here: models, and a store that was opened. */
  close(): Promise<void>;
}

/** How something is opened. */
export interface OpenOptions {
  /** Where keys are looked up, such as `process.env`. */
  readonly env: Environment;
  /** Default: in memory, gone with the process. */
  readonly store?: Shelf;
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: RunEvent) => void;
}

/**
 * Makes the models, and finds the store.
 * @throws UsageError before any call, when a model cannot be made
 */
export async function open<R extends Read>(read: R, options: OpenOptions): Promise<R & Opened> {
  const [opened] = await openAll([read], options);
  return opened!;
}

/**
 * Opens several over one store; models that are alike are made once.
 * @throws UsageError before any call, when a model cannot be made or an option is read by none of them
 */
export async function openAll<R extends Read>(
  reads: readonly R[],
  { env, store = memoryShelf(), signal, onEvent }: OpenOptions,
): Promise<(R & Opened)[]> {
  checkRead(reads.map(({ unread }) => unread));
  const maker = modelMaker(
    env,
    reads.flatMap(({ providers = [] }) => providers),
  );
  const close = async (): Promise<void> => {
    await Promise.all([maker.close(), store.close()]);
  };
  try {
    const opened: (R & Opened)[] = [];
    for (const read of reads) {
      const task = await maker.make("task", read.model);
      const held = heldBy(read, task);
      checkWeighing(read, task);
      const optimizer = read.optimizer === undefined ? task : await maker.make("optimizer", read.optimizer);
      const judge = read.judge === undefined ? undefined : await maker.make("judge", read.judge);
      if (optimizer !== task) checkWritten("optimizer", optimizer);
      if (judge !== task) checkWritten("judge", judge);
      const models = { task, optimizer, ...(judge && { judge }) };
      const cleaned = withCleanMessages(withPrices({ ...read, task: held }, task), ownWordsCleaner(env));
      opened.push({
        ...planned({ ...read, task: cleaned, models }),
        notices: [...read.notices, ...repeatNotices(read.task, read.settings)],
        ...(signal && { signal }),
        ...(onEvent && { onEvent }),
        openStore: store.open,
        close,
      });
    }
    return [...onSameTest(opened)];
  } catch (error) {
    await close();
    throw error;
  }
}

/** The task, whose limits on money know what a call of its model costs. @throws UsageError when nobody knows */
function withPrices({ task, settings }: Read, model: Model): Task {
  if (task.limits === undefined) return task;
  const price = priceOf(model, settings.prices);
  const usd = price && ((tokens: Pick<Usage, "input" | "output">) => price({ ...NO_USAGE, ...tokens }) / 1e9);
  return { ...task, limits: pricedLimits(task.limits, usd, model.name ?? model.id) };
}

/**
 * The task as its model can hold the answers: where an object is only the kind's default, and the model holds none, the free reply is read.
 * @throws UsageError when the user asks for an object, and the model holds none
 */
function heldBy({ task, answer }: Read, model: Model): Task {
  const { form, by } = holdingOf(task.format, model);
  if (form !== "json" || by !== "nothing") return task;
  if (answer === undefined) return { ...task, format: { kind: "text" } };
  throw new UsageError(
    "answer",
    `${model.name ?? model.id} cannot hold replies to a JSON schema`,
    "Set answer: text; an object that the prompt asks for is read then, too.",
  );
}

/** @throws UsageError when the model weighs labels, and there are none to weigh, or a label would be drawn */
function checkWeighing({ task: { format, kind, labels }, settings }: Read, model: Model): void {
  if (model.weighs !== true) return;
  const { temperature } = settings.search;
  if (format.kind !== "choice" && (labels !== undefined || kind === "choice"))
    throw new UsageError(
      "model.calibrated",
      `it weighs the labels themselves, so expected answer: label, got answer: ${format.kind}`,
      "Set answer: label, or leave calibrated out.",
    );
  if (format.kind !== "choice")
    throw new UsageError(
      "model.calibrated",
      `it weighs labels, but task is ${kind}, whose answers are none`,
      "Leave it out: it is for classification and choice.",
    );
  if (temperature > 0)
    throw new UsageError(
      "model.calibrated",
      `it takes the label that gains most and draws none, so expected search.temperature 0, got ${temperature}`,
      "Leave search.temperature out, or calibrated.",
    );
}

/** @throws UsageError when a model that only writes is to weigh labels */
function checkWritten(role: string, model: Model | undefined): void {
  if (model?.weighs !== true) return;
  throw new UsageError(`${role}.calibrated`, `the ${role} model weighs no labels`, "Set it for the task model alone.");
}

/** A store that is opened when it is needed. */
export interface Shelf {
  open(): Promise<Store>;
  close(): Promise<void>;
}

/**
 * A store that somebody else opened, and closes.
 * @throws UsageError when it is none
 */
export function shelfOf(store: Store): Shelf {
  asStore(store, "store", "a store");
  return { open: async () => store, close: async () => undefined };
}

/** A store that nobody keeps. */
function memoryShelf(): Shelf {
  return shelfOf(memoryStore());
}

/** What was opened, with a store that nobody keeps in the place of its own. */
export function withoutStore(opened: Opened): Opened {
  return { ...opened, openStore: async () => memoryStore() };
}

/**
 * The store of a config; `notice` is given what is to be known of damaged or moved files.
 * @param own what the config names as its store; default: a database next to it
 */
export function shelfAt(file: string, env: Environment, notice: (text: string) => void, own?: StoreSource): Shelf {
  let begun: Promise<Store> | undefined;
  return {
    open: () => (begun ??= own === undefined ? openStore(file, env, notice) : openOwn(own)),
    async close() {
      await (await begun?.catch(() => undefined))?.close();
      begun = undefined;
    },
  };
}

async function openOwn(own: StoreSource): Promise<Store> {
  return typeof own === "function" ? asStore(await own(), "store", "a store, from the function that opens it") : own;
}

/** The store of a config, opened now. */
export async function openStore(file: string, env: Environment, notice: (text: string) => void): Promise<Store> {
  return openSqliteStore(databaseOf(file, env), { notice });
}

/** Where the runs and answers of a config are kept: `PROTEGI_HOME`, or `.protegi` next to the config. */
export function homeOf(file: string, env: Environment): string {
  return resolve(env["PROTEGI_HOME"] || join(dirname(file), ".protegi"));
}

/** The database in that folder. */
export function databaseOf(file: string, env: Environment): string {
  return join(homeOf(file, env), "protegi.db");
}
