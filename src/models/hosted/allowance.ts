/** Separates a limit of the minute, which is waited for, from an allowance of the day, which is spent: waiting would take hours. */
import type { Facts } from "./failure-facts.ts";
import { rateBuckets } from "./rate-buckets.ts";
import { retryAfter } from "./retry-after.ts";
import { dateOf, durationAt, scaleOf, secondsUntil } from "./times.ts";

/** What a refusal says about its limit. */
export interface Limit {
  /** Seconds until another try may help; undefined when the reply does not say. */
  readonly wait: number | undefined;
  /** Whether the limit is one of the day or longer, so that nobody should wait for it. */
  readonly spent: boolean;
}

/** A wait longer than this, in seconds, is that of an allowance, whatever the provider calls it. */
const LONGEST_WAIT = 900;

const DAILY =
  /per[\s_-]?day|\bdaily|\b[RT]PD\b|ByDay|\/ ?day\b|\b86,?400 ?s|\b24[\s-]?h(?:ou)?rs?\b|\b(?:per|a)[\s_-]week|\/ ?week\b|weekly|\b(?:per|a)[\s_-]month|\/ ?month\b|monthly/i;
const SHORTER = /per[\s_-]?(?:min|sec|hour)|\b[RT]PM\b|ByMinute|\/ ?min|minutely|hourly|\b60 ?s\b/i;

/**
 * The limit that a refusal speaks of, by its headers, then by the fields and the words of its body.
 * @param now milliseconds since 1970
 */
export function readLimit(facts: Facts, now: number = Date.now()): Limit {
  const { headers, status, said, labels } = facts;
  const daily = rateBuckets(headers, now).filter((bucket) => bucket.daily && bucket.spent);
  const hint = retryAfter(headers, status, now) ?? inFields(facts, now) ?? inWords(said, now);
  const refused = status === 429 || status === 403;
  const named = DAILY.test(labels) || (DAILY.test(said) && !SHORTER.test(said));
  const spent = refused && (daily.length > 0 || named || (hint ?? 0) > LONGEST_WAIT);
  // Gemini asks to retry after seconds even when its quota of the day is spent.
  const wait = spent && DAILY.test(labels) && (hint ?? 0) <= LONGEST_WAIT ? undefined : hint;
  if (!spent || daily.length === 0) return { wait, spent };
  return { wait: Math.max(wait ?? 0, ...daily.map(({ reset }) => reset)), spent };
}

/** Fields of a body that state a time, such as Gemini's `retryDelay`. */
function inFields({ times }: Facts, now: number): number | undefined {
  const waits = times.map(([name, value]) => secondsUntil(value, now, scaleOf(name)));
  return waits.find((wait) => wait !== undefined);
}

/** Words after which a provider states how long to wait. */
const ANCHOR = /\b(?:again|retry|retrying|wait|resets?|available|renews?|refills?|until)\b[^\d\n]{0,30}/gi;
const MOMENT = /\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)? ?(?:Z|UTC|GMT|[+-]\d\d:?\d\d)?)?/iy;
const CLOCK = /(\d{1,2}):(\d\d)(?::\d\d)? ?(?:UTC|GMT|Z)\b/iy;
const MIDNIGHT = /midnight[ (]{1,2}(?:UTC|GMT)|00:00 (?:UTC|GMT)/i;
const DAY = 86_400;

/** Seconds in words such as "try again in 7m12s", "wait 20 seconds", "resets at 2026-11-30T00:00:00Z" or "at midnight UTC". */
function inWords(said: string, now: number): number | undefined {
  for (const { index, 0: words } of said.matchAll(ANCHOR)) {
    const start = index + words.length;
    const duration = durationAt(said, start)?.seconds;
    if (duration !== undefined) return duration;
    MOMENT.lastIndex = start;
    const moment = dateOf(MOMENT.exec(said)?.[0].trim() ?? "");
    if (moment !== undefined) return Math.max(0, (moment - now) / 1000);
    CLOCK.lastIndex = start;
    const [, hours, minutes] = CLOCK.exec(said) ?? [];
    if (hours !== undefined) return untilClock(Number(hours) * 3600 + Number(minutes) * 60, now);
    const epoch = /^\d{10,19}(?![\d.])/.exec(said.slice(start, start + 20))?.[0];
    if (epoch !== undefined) return secondsUntil(epoch, now);
  }
  return MIDNIGHT.test(said) ? untilClock(0, now) : undefined;
}

/** Seconds until that second of a day in UTC comes next. */
function untilClock(second: number, now: number): number {
  return (second - ((now / 1000) % DAY) + DAY) % DAY;
}

/** When an allowance is free again, for people: the local time, the day where it is not today, and how long that takes. */
export function freeAgain(freeAt: number, now: number = Date.now()): string {
  const at = new Date(freeAt);
  const pad = (part: number): string => String(part).padStart(2, "0");
  const day = at.toDateString() === new Date(now).toDateString() ? "" : `${dayOf(at)} `;
  const minutes = Math.max(1, Math.ceil((freeAt - now) / 60_000));
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  const long = hours === 0 ? `${rest} min` : rest === 0 ? `${hours} h` : `${hours} h ${rest} min`;
  return `${day}${pad(at.getHours())}:${pad(at.getMinutes())} (in ${long})`;

  function dayOf(date: Date): string {
    return `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
  }
}
