/**
 * Successive Rejects (Audibert, Bubeck, Munos, COLT 2010) for the best b of K arms, that is, Successive Accepts and
 * Rejects (Bubeck, Wang, Viswanathan, ICML 2013). Phase k brings every open arm up to
 *
 *     n_k = ceil( (B - K) / (L (K + 1 - k)) ) rows,   L = 1/2 + 1/2 + 1/3 + ... + 1/K
 *
 * and then settles the one arm whose gap to the cut is widest: with m places left, an arm among the best m is
 * as far above as its score exceeds that of arm m + 1, any other as far below as arm m exceeds it. Above: accepted; below: rejected.
 * When only one answer is left, the rest of the budget sharpens the scores of the arms kept.
 */
import type { SelectorKind } from "./kind.ts";
import { Arms } from "./arms.ts";
import type { Pull, Selection, Selector } from "./selector.ts";

export function successiveRejects(selection: Selection): Selector {
  const { keep, budget } = selection;
  const total = selection.arms;
  const arms = new Arms(selection);
  const harmonic = arms.all.reduce((sum, arm) => sum + 1 / (arm + 1), -0.5);
  let open = arms.all;
  let accepted: number[] = [];
  let rejected: number[] = [];
  let ended = total <= keep;

  const target = (phase: number): number => Math.max(1, Math.ceil((budget - total) / (harmonic * (total + 1 - phase))));
  const places = (): number => keep - accepted.length;

  /** Closes the one arm that is furthest from the cut. */
  function settle(): void {
    const order = arms.order(open);
    const cut = places();
    const first = order[0]!;
    const last = order.at(-1)!;
    if (arms.gap(first, order[cut]!) >= arms.gap(order[cut - 1]!, last)) {
      accepted = [...accepted, first];
      open = open.filter((arm) => arm !== first);
    } else {
      rejected = [last, ...rejected];
      open = open.filter((arm) => arm !== last);
    }
  }

  function closeWhenOneAnswerIsLeft(): void {
    if (places() > 0 && places() < open.length) return;
    if (places() > 0) accepted = [...accepted, ...open];
    else rejected = [...arms.order(open), ...rejected];
    open = [];
  }

  return {
    next() {
      while (open.length > 0 && !ended) {
        const upTo = target(total - open.length + 1);
        const pulls = arms.pullEach(open.map((arm) => [arm, upTo - arms.asked(arm)]));
        if (pulls.length > 0) return pulls;
        settle();
        closeWhenOneAnswerIsLeft();
      }
      if (ended) return [];
      ended = true;
      return rest();
    },
    record(results) {
      arms.record(results);
      if (open.length === 0) return;
      settle();
      closeWhenOneAnswerIsLeft();
    },
    ranking: () => arms.estimates([...arms.order([...accepted, ...open]), ...rejected]),
  };

  function rest(): Pull[] {
    return arms.spread(accepted, arms.left);
  }
}

export const successiveRejectsKind: SelectorKind = {
  name: "successive-rejects",
  about: "in each phase accepts or rejects the candidate furthest from the cut",
  reads: [],
  create: () => successiveRejects,
};
