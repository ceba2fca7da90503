/** Asks before a command that may cost more than `budget.askAbove`; where nobody can be asked, nothing is spent without --yes. */
import { AbortedError, UsageError } from "../core/errors.ts";
import type { CostEstimate } from "../run/estimate.ts";
import type { Paid } from "../run/paid.ts";
import { dollars } from "../report/words.ts";
import type { ConfigFlags } from "./config-flags.ts";
import { callsIn, dollarsIn } from "./screens/estimate.ts";
import type { Session } from "./session.ts";
import type { Terminal } from "./terminal.ts";

/** US dollars, where the settings do not say. */
const ASK_ABOVE = 1;
/** Calls above which models whose price nobody knows are asked about, as dollars cannot be. */
const ASK_ABOVE_CALLS = 500;

type Takes = Pick<CostEstimate, "usd" | "calls">;

/** Whether the most that is likely is above what may be spent unasked. */
export function isAsked({ usd, calls }: Takes, { settings }: Pick<Session, "settings">, paid?: Paid): boolean {
  if (paid?.whole === true) return false;
  return usd === undefined
    ? calls.most - (paid?.calls ?? 0) > ASK_ABOVE_CALLS
    : usd.most - (paid?.usd ?? 0) > (settings.budget.askAbove ?? ASK_ABOVE);
}

/**
 * Returns when the command may go on.
 * @param paidEarlier what the same work has paid for already; looked up only when it matters
 * @throws AbortedError when the person says no; UsageError when there is nobody to ask
 */
export async function consent(
  { io }: Terminal,
  session: Pick<Session, "settings">,
  estimate: Takes,
  flags: ConfigFlags,
  paidEarlier?: () => Promise<Paid | undefined>,
): Promise<void> {
  if (flags["yes"] === true || !isAsked(estimate, session)) return;
  const paid = await paidEarlier?.();
  if (!isAsked(estimate, session, paid)) return;
  const { askAbove = ASK_ABOVE } = session.settings.budget;
  const [what, remedy] =
    estimate.usd === undefined
      ? [
          `may take ${callsIn(estimate.calls)} of a model whose price is not known`,
          "Go ahead with --yes, or set prices in the config.",
        ]
      : [
          `may cost ${dollarsIn(estimate.usd)}, more than the ${dollars(askAbove)} of budget.askAbove`,
          "Go ahead with --yes, or keep it below that with --budget-usd.",
        ];
  const known = paid === undefined || paid.calls === 0 ? "" : ", minus what is already paid for";
  if (io.ask === undefined) throw new UsageError("--yes", `this ${what}${known}; nobody can be asked here`, remedy);
  if (!(await io.ask.confirm(`This ${what}${known}. Go on?`))) throw new AbortedError("Stopped; nothing was spent.");
}
