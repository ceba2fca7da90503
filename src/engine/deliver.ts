/** The life of one call, from its key to its answer: store, caps, limiter, tries, ledger, store. */
import type { CallTag } from "../core/work.ts";
import { ModelError } from "../core/errors.ts";
import { type ModelAnswer, type ModelRequest, NO_USAGE, type Role } from "../core/model.ts";
import type { StoredAnswer } from "../stores/store.ts";
import type { Need, Stage } from "./spending/caps.ts";
import type { Lane, Ticket, Told } from "./limiter/limiter.ts";
import type { Ending } from "./limiter/load.ts";
import { asksTooLong, isRefusal, mayRetry, retryDelay, tooLong, type Tries, unreadable } from "./retry.ts";
import type { PathParts } from "./shared-parts.ts";
import { isTurnedDown } from "./turned-down.ts";
import { counted, type TokenEstimate } from "./spending/tokens.ts";

/** One call on its way. */
export interface Flight {
  readonly role: Role;
  readonly request: ModelRequest;
  readonly key: string;
  readonly tag: Partial<CallTag>;
  readonly stage: Stage;
  /** Ends the call with this error if it waits for its place or its next try. */
  withdraw?: (reason: unknown) => void;
}

/** What goes first when not all can: what has waited longest, then what others wait for, last what nobody waits for. */
const AGAIN = 0;
const URGENCY: Readonly<Record<Role, number>> = { optimizer: 1, judge: 1, task: 2 };
const VERDICT = 3;

export async function deliver(flight: Flight, parts: PathParts): Promise<ModelAnswer> {
  const { role, request, key, tag, stage } = flight;
  const stored = await parts.store.getAnswer(key);
  if (stored !== undefined) {
    const paid = parts.runId !== undefined && stored.run === parts.runId;
    parts.ledger.recalled(role, tag, parts.counted.has(key) ? undefined : { usage: stored.usage, paid });
    parts.counted.add(key);
    parts.estimator.learn(role, request, stored.usage);
    parts.notices.warnings(stored);
    parts.onCall(role, stage);
    parts.turnedDown.answered(role, parts.roles[role]!.model.id, true);
    return stored;
  }
  const tries: Tries = { failed: 0, refused: 0, cut: 0 };
  try {
    return await tried(flight, parts, tries);
  } finally {
    parts.roles[role]!.opening?.pass(flight);
    tries.late?.drop();
  }
}

/** As many tries as it takes, or as there may be. */
async function tried(flight: Flight, parts: PathParts, tries: Tries): Promise<ModelAnswer> {
  const { role, request } = flight;
  const { model, opening } = parts.roles[role]!;
  for (;;) {
    try {
      const held = opening?.enter(flight);
      if (held !== undefined) await held;
      const answer = await once(flight, parts, tries, parts.estimator.estimate(role, request));
      opening?.open();
      parts.turnedDown.answered(role, model.id);
      return answer;
    } catch (error) {
      if (!ModelError.isInstance(error) || parts.over.aborted) throw error;
      if (isTurnedDown(error)) return await turnedDown(flight, parts, error);
      if (!error.retryable) throw error;
      parts.ledger.failed();
      parts.notices.failure(error);
      if (error.kind !== "malformed") opening?.open();
      else if (opening?.unreadable(flight) === true) throw unreadable(error);
      if (asksTooLong(error)) throw tooLong(error);
      if (!mayRetry(error, tries, parts.retries)) throw error;
      await pause(flight, parts, retryDelay(error, tries, parts.random), tries);
    }
  }
}

/** The answer to a request that a server turns down, where others are answered: an overflow, which is a wrong one. */
async function turnedDown(flight: Flight, parts: PathParts, error: ModelError): Promise<ModelAnswer> {
  const { role, tag, key } = flight;
  const name = nameOf(flight, parts);
  const { model, opening } = parts.roles[role]!;
  const judged = parts.turnedDown.judge(role, model.id);
  opening?.pass(flight);
  parts.turnedDown.under(parts.calls());
  const fault = await new Promise<Awaited<typeof judged>>((go, fail) => {
    flight.withdraw = fail;
    judged.then(go, fail);
  });
  const [head, ...more] = error.message.split("\n");
  if (fault !== "request") {
    const { down, of } = parts.turnedDown.tally(role);
    const share = fault === "all" ? `No request like it was answered.` : `${down} of ${of} requests were refused.`;
    throw new ModelError(error.kind, [`${head}: ${name}`, ...more, `  ${share}`].join("\n"), {
      ...error.toWire(),
      cause: error,
    });
  }
  parts.notices.turnedDown(
    `${head}: ${name}. It counts as a prompt that does not fit, and as a wrong answer.`,
    more[0],
  );
  parts.ledger.answered(role, tag, NO_USAGE, 0);
  parts.counted.add(key);
  const at = new Date().toISOString();
  const run = parts.runId === undefined ? {} : { run: parts.runId };
  const answer: StoredAnswer = { text: "", finish: "overflow", usage: NO_USAGE, latency: 0, ...run, at };
  await parts.writing(parts.store.putAnswer(key, answer));
  return answer;
}

/** What a person knows the request by. */
function nameOf({ role, tag: { row } }: Flight, { placeOf }: PathParts): string {
  if (row === undefined) return `a request to the ${role} model`;
  const place = placeOf(row);
  return `row ${row}${place === undefined ? "" : ` (${place})`}`;
}

/** Ends early when the answer of a cut try arrives. */
function pause(flight: Flight, { clock, over }: PathParts, ms: number, { late }: Tries): Promise<void> {
  return new Promise((go, fail) => {
    flight.withdraw = fail;
    void late?.arrival.then(() => go());
    clock.sleep(ms, over).then(go, fail);
  });
}

/** One try, from the caps to the stored answer. */
async function once(flight: Flight, parts: PathParts, tries: Tries, estimate: TokenEstimate): Promise<ModelAnswer> {
  const { role, stage } = flight;
  const { price } = parts.roles[role]!;
  const need: Need = {
    role,
    tokens: estimate.input + estimate.output,
    nanodollars: price?.({ ...estimate, cachedInput: 0, reasoning: 0 }) ?? 0,
  };
  const wait = parts.gate.enter(need, stage);
  if (wait !== undefined) await wait;
  if (tries.failed + tries.refused === 0) parts.onCall(role, stage);
  let answer: StoredAnswer;
  try {
    answer = await ask(flight, parts, tries, need.tokens, estimate);
  } finally {
    parts.gate.leave(need);
  }
  await parts.writing(parts.store.putAnswer(flight.key, answer));
  return answer;
}

/** Waits for a place, asks the model, and enters what it took in the ledger. */
async function ask(
  flight: Flight,
  parts: PathParts,
  tries: Tries,
  tokens: number,
  estimate: TokenEstimate,
): Promise<StoredAnswer> {
  const { role, request, tag, stage } = flight;
  const { model, lane, deadline, price } = parts.roles[role]!;
  const ticket = await place(flight, lane, tokens, tries);
  const leave = (ending: Ending, told: Told): void => void (ticket !== undefined && lane.leave(ticket, ending, told));
  try {
    if (ticket !== undefined) parts.gate.check(stage);
    const arrived = await (ticket === undefined
      ? tries.late!.arrival
      : parts.attempts.run(model, request, deadline, tries.cut, tries));
    const { nextIn, ...answer } = arrived.answer;
    const { latency } = arrived;
    parts.notices.warnings(answer);
    const usage = counted(answer, estimate, price);
    parts.ledger.answered(role, tag, usage, latency);
    parts.counted.add(flight.key);
    parts.estimator.learn(role, request, usage);
    const taken = usage.input + usage.output;
    leave("answered", { nextIn, ...(taken > 0 && { tokens: taken }) });
    const at = new Date().toISOString();
    return { ...answer, usage, latency, ...(parts.runId !== undefined && { run: parts.runId }), at };
  } catch (error) {
    if (ModelError.isInstance(error) && isRefusal(error)) leave("refused", { tokens: 0, retryAfter: error.retryAfter });
    else leave("failed", { tokens: 0 });
    throw error;
  }
}

/** Undefined when the answer of a cut try arrives first: then nothing need be sent. */
function place(flight: Flight, lane: Lane, tokens: number, tries: Tries): Promise<Ticket | undefined> {
  const again = tries.failed + tries.refused > 0;
  const urgency = again ? AGAIN : flight.stage === "verdict" ? VERDICT : URGENCY[flight.role];
  return new Promise((go, fail) => {
    flight.withdraw = (reason) => {
      if (lane.withdraw(go)) fail(reason);
    };
    lane.enter(tokens, urgency, go, flight.request);
    void tries.late?.arrival.then(() => lane.withdraw(go) && go(undefined));
  });
}
