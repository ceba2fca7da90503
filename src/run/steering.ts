/**
 * What a person does to a run, at its checkpoints. Any process appends a wish; the run takes it in at the next barrier, and
 * logs the place before it acts. A run that is resumed finds the places, and acts there again.
 */
import type { RunEvent } from "../core/events.ts";
import type { Checkpoint, Input, Stage } from "../core/inputs.ts";
import type { Tools } from "../core/tools.ts";
import type { Store } from "../stores/store.ts";
import type { NewInput, StoredInput } from "../stores/stored.ts";

/** The stage of a wish that has no place yet: it takes effect at the next barrier. */
const NEXT = "next";

/** Wishes that a run can act on, from outside: `store.appendInput(runId, inputFor({ kind: "stop" }))`. */
export function inputFor(input: Input): NewInput {
  return { round: 0, stage: NEXT, input };
}

/** The place of a wish, as the run logs it. */
interface Placed extends NewInput {
  readonly stage: Stage;
  readonly input: Input;
  /** Sequence number of the wish. */
  readonly wish: number;
}

/**
 * The checkpoints of one run.
 * @param earlier what earlier attempts at the run have reported: a new wish takes effect at no barrier that they have passed
 * @param act what a cap's new value does to the run
 */
export function checkpointsOf(
  store: Store,
  runId: string,
  earlier: readonly RunEvent[],
  act: (input: Input & { readonly kind: "cap" }) => void,
): Tools["checkpoint"] {
  return async ({ round, stage }: Pick<Checkpoint, "round" | "stage">) => {
    const log = await store.readInputs(runId);
    const placed = log.filter(isPlaced);
    const taken = new Set(placed.map(({ wish }) => wish));
    const here = placed.filter((one) => one.round === round && one.stage === stage).map(({ input }) => input);
    for (const { stage: at, sequence, input } of hasPassed(earlier, round, stage) ? [] : log) {
      if (at !== NEXT || taken.has(sequence) || !isInput(input)) continue;
      await store.appendInput(runId, { round, stage, input, wish: sequence });
      here.push(input);
    }
    for (const input of here) if (input.kind === "cap") act(input);
    return here;
  };
}

/** Whether what is reported behind this barrier has been reported. */
function hasPassed(events: readonly RunEvent[], round: number, stage: Stage): boolean {
  return events.some((event) => {
    if (stage === "proposing") return event.type === "round-started" && event.round === round;
    if (stage === "selecting") return (event.type === "arms" || event.type === "selected") && event.round === round;
    return event.type === "search-ended";
  });
}

function isPlaced(logged: StoredInput): logged is StoredInput & Placed {
  return typeof logged["wish"] === "number" && isInput(logged["input"]);
}

const CAPS: ReadonlySet<unknown> = new Set<(Input & { readonly kind: "cap" })["cap"]>(["calls", "usd", "tokens"]);

/** Whether a run can act on a wish; the store takes any, and what no run can act on is passed over. */
function isInput(value: unknown): value is Input {
  if (typeof value !== "object" || value === null) return false;
  const { kind, prompt, parts, cap, value: most } = value as Readonly<Record<string, unknown>>;
  if (kind === "stop") return true;
  if (kind === "veto" || kind === "pin") return typeof prompt === "string";
  if (kind === "cap") return CAPS.has(cap) && typeof most === "number" && most > 0;
  return kind === "add" && isTexts(parts);
}

function isTexts(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.values(value).every((text) => typeof text === "string");
}
