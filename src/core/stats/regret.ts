/** The expected regret of a choice: how far what was kept may fall short of what was dropped. */
import { fitAdditive, type Cells } from "./additive.ts";
import { normalCdf } from "./normal.ts";

/** E[max(0, X)] for X ~ N(-distance, spread^2): the linear loss of Chick and Inoue (Operations Research 2001). */
export function linearLoss(distance: number, spread: number): number {
  const z = distance / spread;
  return spread * (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI) - z * normalCdf(-z));
}

/**
 * How far, in score, one of the arms kept may at most be expected to fall short of one that should be in its place: the chances
 * that an arm lies on the wrong side of the cut midway between the last kept and the first dropped (OCBA-m; Chen, He, Fu,
 * Lee, INFORMS JoC 2008), each times by how much, added up for each arm kept: an upper bound, at most 1. 0 when nothing was dropped.
 * @param arms best first, what each scored row by row
 */
export function expectedRegret(arms: readonly Cells[], rowCount: number, keep: number): number {
  if (arms.length <= keep) return 0;
  const fits = fitAdditive(arms, rowCount);
  const cut = (fits[keep - 1]!.mean + fits[keep]!.mean) / 2;
  const losses = fits.map(({ mean, variance }, i) =>
    linearLoss(i < keep ? mean - cut : cut - mean, Math.sqrt(variance / Math.max(arms[i]!.rows.length, 0.5))),
  );
  return Math.min(1, losses.reduce((sum, loss) => sum + loss, 0) / keep);
}
