/**
 * How fast requests may start: unbounded until the provider refuses a notable share of them.
 *
 * A refusal alone proves little, since some providers refuse at random, and slowing down for those only costs
 * time. So refusals start a trial: starts are held to the rate that was delivered. If the refusals stop,
 * the provider has a limit there, and the pace stays just under it, with a short probe above it now
 * and then to find room that has come free. If they continue, they are tolerated and the old pace returns.
 */

/** What was seen of the provider for a second or more. */
export interface Epoch {
  readonly seconds: number;
  readonly answered: number;
  readonly refused: number;
  /** Whether requests were waiting all the while, so that the rate is the provider's and not ours. */
  readonly pressed: boolean;
}

/** The share of refusals that starts a trial, and the largest that may be taken for chance. */
const NOTABLE = 0.02;
const AT_RANDOM = 0.25;
/** A trial ends when so many refusals would have been seen if it had no effect. */
const EXPECTED = 5;
/** What a second trial goes down to, before refusals are taken for chance. */
const DEEP = 0.85;
/** Epochs for which refusals stay tolerated after a trial without effect. */
const TOLERANT = 20;
/** Of what is known to be taken: the usual pace, and the first probe; each clean probe is followed by a bolder one. */
const CRUISE = 0.96;
const PROBE = 1.1;
const BOLDEST = 1.5;
/** Most epochs between probes: each one that is refused doubles the time to the next. */
const LONGEST_REST = 12;
/** Epochs without any refusal after which the pace is lifted. */
const CALM = 30;

/** Starts are held to what was delivered, to see whether that ends the refusals. */
interface Trial {
  /** What was known before, and the share refused then. */
  readonly before: number;
  readonly share: number;
  /** Whether this is the deeper trial that makes sure. */
  readonly last: boolean;
  seconds: number;
  answered: number;
  refused: number;
}

export interface Pace {
  /** Milliseconds from `now` until the next request may start. */
  wait(now: number): number;
  start(now: number): void;
  learn(epoch: Epoch): void;
}

export function createPace(): Pace {
  /** Requests a second that the provider is known to take. */
  let known = Infinity;
  let perSecond = Infinity;
  let next = 0;
  let trial: Trial | undefined;
  let tolerated = NOTABLE;
  let tolerantFor = 0;
  let lately = { answered: 0, refused: 0 };
  let calm = 0;
  let probe = PROBE;
  let probing = false;
  let rest = 1;
  let untilProbe = 1;

  function begin(before: number, { seconds, answered, refused }: Omit<Epoch, "pressed">, last = false): void {
    trial = { before, share: refused / (answered + refused), last, seconds: 0, answered: 0, refused: 0 };
    known = (last ? DEEP : 1) * (answered / seconds);
    probe = PROBE;
    untilProbe = rest;
  }

  function judge(running: Trial, { seconds, answered, refused }: Epoch): void {
    running.seconds += seconds;
    running.answered += answered;
    running.refused += refused;
    const expected = running.share * (running.answered + running.refused);
    if (expected < EXPECTED) return;
    trial = undefined;
    if (running.refused < expected / 2) return;
    // By chance, the share refused is the same at any pace; at a limit, less is taken than in a first burst.
    const byChance = known * CRUISE * (1 - running.share);
    const likely = running.share < AT_RANDOM && running.answered / running.seconds > 0.9 * byChance;
    if (likely && running.last) {
      known = running.before;
      tolerated = 1.5 * running.share;
      tolerantFor = TOLERANT;
    } else begin(running.before, running, likely);
  }

  function adapt(epoch: Epoch): void {
    const excess = notable(epoch);
    if (excess && probing) {
      rest = Math.min(LONGEST_REST, 2 * rest);
      untilProbe = rest;
      probe = PROBE;
    } else if (excess) begin(known, epoch);
    else if (probing) {
      known = perSecond;
      probe = Math.min(BOLDEST, 1 + 1.5 * (probe - 1));
      rest = Math.max(1, rest / 2);
    } else untilProbe--;
  }

  /** Whether more was refused than is tolerated, over the last hundred requests or so at the same pace. */
  function notable({ answered, refused }: Epoch): boolean {
    lately.answered += answered;
    lately.refused += refused;
    const all = lately.answered + lately.refused;
    const excess = lately.refused > 2 && lately.refused > tolerated * all;
    if (excess || probing || all > 100) lately = { answered: 0, refused: 0 };
    return excess;
  }

  return {
    wait: (now) => Math.max(0, next - now),
    start(now) {
      // A little behind is caught up with; more would be a burst.
      if (perSecond !== Infinity) next = Math.max(next, now - 50) + 1000 / perSecond;
    },
    learn(epoch) {
      calm = epoch.refused === 0 ? calm + 1 : 0;
      if (calm >= CALM) known = Infinity;
      if (tolerantFor > 0 && --tolerantFor === 0) tolerated = NOTABLE;
      // Where nothing got through there is no rate to learn; the limiter pauses then.
      if (!epoch.pressed || epoch.answered === 0) return;
      if (trial === undefined) adapt(epoch);
      else judge(trial, epoch);
      probing = trial === undefined && untilProbe <= 0;
      perSecond = known * (probing ? probe : CRUISE);
      if (perSecond === Infinity) next = 0;
    },
  };
}
