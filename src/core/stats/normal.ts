/** The normal distribution: its distribution function and its quantiles. */

/** P(Z <= z), to about 1e-15 relative in the body: erfc by series and continued fraction (Abramowitz, Stegun 7.1.6, 7.1.14). */
export function normalCdf(z: number): number {
  const tail = upperTail(Math.abs(z));
  return z > 0 ? 1 - tail : tail;
}

/** P(Z > z) for z >= 0. */
function upperTail(z: number): number {
  if (z > 38) return 0;
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  if (z < 3) {
    let term = z;
    let sum = z;
    for (let k = 3; Math.abs(term) > 1e-17; k += 2) {
      term *= (z * z) / k;
      sum += term;
    }
    return 0.5 - density * sum;
  }
  let fraction = z;
  for (let k = 80; k > 0; k--) fraction = z + k / fraction;
  return density / fraction;
}

/**
 * The z with P(Z <= z) = `p`. -Infinity at 0, Infinity at 1. Acklam's rational approximation,
 * bettered by one step of Halley's method, so good to about 1e-14.
 */
export function normalQuantile(p: number): number {
  if (p <= 0) return -Infinity;
  if (p >= 1) return Infinity;
  if (p > 0.5) return -normalQuantile(1 - p);
  const z = approximate(p);
  const error = (normalCdf(z) - p) * Math.sqrt(2 * Math.PI) * Math.exp((z * z) / 2);
  return z - error / (1 + (z * error) / 2);
}

function approximate(p: number): number {
  if (p < 0.02425) {
    const q = Math.sqrt(-2 * Math.log(p));
    return polynomial(q, TAIL_TOP) / (polynomial(q, TAIL_BOTTOM) * q + 1);
  }
  const q = p - 0.5;
  const r = q * q;
  return (polynomial(r, BODY_TOP) * q) / (polynomial(r, BODY_BOTTOM) * r + 1);
}

function polynomial(x: number, coefficients: readonly number[]): number {
  return coefficients.reduce((sum, coefficient) => sum * x + coefficient, 0);
}

const BODY_TOP = [
  -3.969683028665376e1, 2.209460984245205e2, -2.759285104469687e2, 1.38357751867269e2, -3.066479806614716e1,
  2.506628277459239,
];
const BODY_BOTTOM = [
  -5.447609879822406e1, 1.615858368580409e2, -1.556989798598866e2, 6.680131188771972e1, -1.328068155288572e1,
];
const TAIL_TOP = [
  -7.784894002430293e-3, -3.223964580411365e-1, -2.400758277161838, -2.549732539343734, 4.374664141464968,
  2.938163982698783,
];
const TAIL_BOTTOM = [7.784695709041462e-3, 3.224671290700398e-1, 2.445134137142996, 3.754408661907416];
