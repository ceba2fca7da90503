/** Reads the forms in which servers state a time: durations, seconds, epochs and dates. */

/** Units of a duration, in seconds. */
const UNITS: Readonly<Record<string, number>> = Object.fromEntries(
  (
    [
      [1e-9, "ns"],
      [1e-6, "us µs μs"],
      [1e-3, "ms msec msecs millis millisecond milliseconds"],
      [1, "s sec secs second seconds"],
      [60, "m min mins minute minutes"],
      [3600, "h hr hrs hour hours"],
      [86_400, "d day days"],
      [604_800, "w week weeks"],
    ] as const
  ).flatMap(([length, names]) => names.split(" ").map((name) => [name, length] as const)),
);

const PART = /(\d{1,15}(?:\.\d{1,15})?) ?([a-zµμ]{1,12})/iy;
const BETWEEN = /,? ?(?:and )?/iy;
const ISO_DURATION = /^P(?:(\d{1,9})D)?(?:T(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9}(?:\.\d{1,9})?)S)?)?$/i;

/** A duration that begins at `start`, such as `7m12.5s` or `6 minutes and 30 seconds`: its seconds, and where it ends. */
export function durationAt(text: string, start: number): { seconds: number; end: number } | undefined {
  let found: { seconds: number; end: number } | undefined;
  let at = start;
  for (;;) {
    PART.lastIndex = at;
    const [whole, amount, unit] = PART.exec(text) ?? [];
    const length = unit === undefined ? undefined : UNITS[unit.toLowerCase()];
    if (whole === undefined || length === undefined) return found;
    found = { seconds: (found?.seconds ?? 0) + Number(amount) * length, end: at + whole.length };
    BETWEEN.lastIndex = found.end;
    at = found.end + (BETWEEN.exec(text)?.[0].length ?? 0);
  }
}

/** Seconds of a duration such as `1s`, `6m0s`, `20ms`, `1 hour` or `PT1M30S`; undefined when it is none. */
export function seconds(duration: string): number | undefined {
  const text = duration.trim();
  const [whole, ...parts] = ISO_DURATION.exec(text) ?? [];
  if (whole !== undefined && parts.some((part) => part !== undefined)) {
    const [days = 0, hours = 0, minutes = 0, rest = 0] = parts.map((part) => Number(part ?? 0));
    return days * 86_400 + hours * 3600 + minutes * 60 + rest;
  }
  const found = durationAt(text, 0);
  return found?.end === text.length ? found.seconds : undefined;
}

/** From these on a bare number is no number of seconds, but a moment since 1970 in seconds, milliseconds, and so on. */
const EPOCHS: readonly (readonly [number, number])[] = [
  [1e17, 1e9],
  [1e14, 1e6],
  [1e11, 1e3],
  [1e9, 1],
];

/**
 * Seconds until the time that a header or a field states, never negative; undefined when it states none.
 * @param text a duration, a number of seconds, a moment since 1970 (in seconds, or in milliseconds and finer), an HTTP or ISO date
 * @param now milliseconds since 1970
 * @param scale seconds that a bare number counts; default 1
 */
export function secondsUntil(text: string, now: number, scale = 1): number | undefined {
  const trimmed = text.trim();
  if (/^\d{1,20}(?:\.\d{1,20})?$/.test(trimmed)) {
    const value = Number(trimmed);
    const epoch = EPOCHS.find(([from]) => value >= from);
    return epoch === undefined ? value * scale : Math.max(0, value / epoch[1] - now / 1000);
  }
  const duration = seconds(trimmed);
  if (duration !== undefined) return duration;
  const moment = dateOf(trimmed);
  return moment === undefined ? undefined : Math.max(0, (moment - now) / 1000);
}

/** Seconds that a bare number counts in a header or a field of this name: fewer where the name ends in `ms`. */
export function scaleOf(name: string): number {
  return /(?:[-_]ms|[a-z]Ms|[Mm]illis(?:ec(?:ond)?s?)?)$/.test(name) ? 0.001 : 1;
}

const ISO_DATE = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?) ?(Z|UTC|GMT|[+-]\d\d:?\d\d)?)?$/i;
/** The three forms of RFC 9110, section 5.6.7. */
const HTTP_DATE = /^(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?,? [\w :+-]{9,40}$/;

/** Milliseconds since 1970 of an ISO or HTTP date; without a time zone it is UTC. */
export function dateOf(text: string): number | undefined {
  const [, day, time = "00:00", zone = "Z"] = ISO_DATE.exec(text) ?? [];
  if (day !== undefined) return valid(Date.parse(`${day}T${time}${/^[+-]/.test(zone) ? zone : "Z"}`));
  if (!HTTP_DATE.test(text)) return undefined;
  return valid(Date.parse(/(?:GMT|UTC|Z|[+-]\d{4})$/.test(text) ? text : `${text} GMT`));
}

function valid(moment: number): number | undefined {
  return Number.isNaN(moment) ? undefined : moment;
}
