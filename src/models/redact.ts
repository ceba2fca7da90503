/** Takes keys out of text that came from elsewhere, so that an error message can be shown and stored. */

const MARK = "[key]";

/** What keys look like, and what is put in their place; providers echo keys, whole or masked with asterisks. */
const SHAPES: readonly (readonly [RegExp, string])[] = [
  [/\b(?:sk|pk|rk|gsk|xai|hf|r8|nvapi|pplx)[-_][\w*.-]{6,}/g, MARK],
  [/\bAIza[\w*-]{8,}/g, MARK],
  [/\b(Bearer|Basic)\s+(?=[^\s"']*\d)[^\s"',]{8,}/gi, `$1 ${MARK}`],
  [/([?&](?:key|api[_-]?key|token)=)[^&\s"']+/gi, `$1${MARK}`],
  [/(\/\/)[^/\s@]+@/g, `$1${MARK}@`],
];

/** Shorter values are left alone: they would blank out ordinary words. */
const SHORTEST_SECRET = 5;

/**
 * A function that replaces keys in a text by `[key]`.
 * @param secrets the values in use: keys and header values. Header values such as `Bearer abc` count word by word
 */
export function redactor(secrets: readonly string[]): (text: string) => string {
  const words = secrets.flatMap((secret) => [secret, ...secret.split(/\s+/)]);
  const values = [
    ...new Set(words.flatMap((word) => [word, encodeURIComponent(word), JSON.stringify(word).slice(1, -1)])),
  ]
    .filter((value) => value.length >= SHORTEST_SECRET)
    .sort((a, b) => b.length - a.length);
  return (text) => {
    let clean = text;
    for (const value of values) clean = clean.replaceAll(value, MARK);
    for (const [shape, mark] of SHAPES) clean = clean.replace(shape, mark);
    return clean;
  };
}

/** Environment variables that hold keys, by name, and the shortest value that is one. */
const SECRET_NAME = /(?:key|token|secret|password)$/i;
const SHORTEST_KEY = 12;

/** The keys that an environment holds, as far as names tell. */
export function secretsOf(env: Readonly<Record<string, string | undefined>>): string[] {
  return Object.entries(env).flatMap(([name, value = ""]) =>
    SECRET_NAME.test(name) && value.length >= SHORTEST_KEY ? [value] : [],
  );
}

/** A part of a path that is this long is more likely a token than a name. */
const LONG_PART = 16;

/** What may be secret in an address: the values of its query, and long parts of its path. */
export function secretsIn(address: string): string[] {
  const { pathname, searchParams } = new URL(address);
  const parts = pathname.split("/").filter((part) => part.length >= LONG_PART);
  return [...parts, ...searchParams.values()];
}
