/** Takes keys out of text from elsewhere, so that it can be shown, stored and sent on. */

const MARK = "[key]";

/** What keys look like in a provider's words, and what is put in their place; providers echo keys, whole or masked with asterisks. */
const SHAPES: readonly (readonly [RegExp, string])[] = [
  [/\b(?:sk|pk|rk|gsk|xai|hf|r8|nvapi|pplx)[-_][\w*.-]{6,}/g, MARK],
  [/\bAIza[\w*-]{8,}/g, MARK],
  [/\b(Bearer|Basic)\s+(?=[^\s"']*\d)[^\s"',]{8,}/gi, `$1 ${MARK}`],
  [/([?&](?:key|api[_-]?key|token)=)[^&\s"']+/gi, `$1${MARK}`],
  [/(\/\/)[^/\s@]+@/g, `$1${MARK}@`],
];

/** A name such as `hf_reviews.csv` has the shape of a key, but is a file. */
const FILE = /\.(?:[ct]sv|jsonl?|ndjson|ya?ml|md|txt|parquet|xlsx?|[cm]?[jt]s|py|gguf|db|log)\.?$/i;

/** Shorter values are left alone: they would blank out ordinary words. */
const SHORTEST_SECRET = 5;

/**
 * A function that replaces keys in a provider's words by `[key]`: the values in use, and all that looks like a key.
 * @param secrets the values in use: keys and header values. Header values such as `Bearer abc` count word by word
 */
export function redactor(secrets: readonly string[]): (text: string) => string {
  const hide = hider(secrets.flatMap((secret) => [secret, ...secret.split(/\s+/)]));
  return (text) => {
    let clean = hide(text);
    for (const [shape, mark] of SHAPES)
      clean = clean.replace(shape, (found, ...groups: unknown[]) =>
        FILE.test(found) ? found : mark.replace("$1", String(groups[0])),
      );
    return clean;
  };
}

/**
 * A function that replaces these values by `[key]`, also where they are written for an address, in JSON or in base64.
 * What merely looks like a key stays.
 */
export function hider(secrets: readonly string[]): (text: string) => string {
  const values = [...new Set(secrets)]
    .filter((value) => value.length >= SHORTEST_SECRET)
    .sort((a, b) => b.length - a.length);
  if (values.length === 0) return (text) => text;
  const forms = new RegExp(values.flatMap(formsOf).join("|"), "g");
  return (text) => text.replace(forms, MARK);
}

/** Patterns of a value as it is, in JSON (of any depth: each level adds backslashes), in an address, and in base64. */
function formsOf(value: string): string[] {
  const plain = escaped(value).replace(/\\\\|["/]/g, "\\\\*$&");
  const inAddress = [encodeURIComponent(value), encodeURI(value)].map((text) =>
    escaped(text).replace(/(?<=%)[0-9A-F]{2}/g, (hex) => `(?:${hex}|${hex.toLowerCase()})`),
  );
  const base64 = btoa(String.fromCharCode(...new TextEncoder().encode(value))).replace(/=+$/, "");
  return [plain, ...inAddress, escaped(base64)];
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}

/** Headers that carry keys, by name. */
const SECRET_HEADER = /auth|key|token|secret|password|cookie|credential/i;
/** The scheme before a key, such as in `Bearer abc`. */
const SCHEME = /^(?:bearer|basic|token|key|apikey|api-key|digest)$/i;

/**
 * Of what is sent with each request, the values that no answer may hold. Placeholders for servers without keys (`EMPTY`,
 * `ollama`) and plain words in other headers (a team's name) stay out: an answer may be such a word.
 * @param headers by name
 */
export function keysSent(apiKey: string, headers: Readonly<Record<string, string>>, address: string): string[] {
  const carried = Object.entries(headers).filter(([name]) => SECRET_HEADER.test(name));
  const keys = [apiKey, ...carried.flatMap(([, value]) => [value, ...value.split(/\s+/)])].filter(
    (value) => !SCHEME.test(value) && (value.length >= 8 || isMixed(value)),
  );
  const others = [...Object.values(headers).flatMap((value) => value.split(/\s+/)), ...secretsIn(address)];
  return [...keys, ...others.filter((value) => value.length >= 8 && isMixed(value))];
}

function isMixed(value: string): boolean {
  return /\d/.test(value) && /[a-z]/i.test(value);
}

/** Keys by their shape alone, as providers issue them: long, and no words. */
const ISSUED =
  /\b(?:(?:sk|pk|rk)-(?:[a-z]{2,8}\d{0,2}-){0,2}|(?:gsk|hf|r8|xai|nvapi|pplx)[-_]|AIza)(?=\w{0,40}\d)\w{20,}/g;

/**
 * A function for messages of protegi itself, which name the user's own files: replaces the keys of an environment, and what a
 * provider issued as a key beyond doubt.
 */
export function ownWordsCleaner(env: Readonly<Record<string, string | undefined>>): (text: string) => string {
  const hide = hider(secretsOf(env));
  return (text) => hide(text).replace(ISSUED, MARK);
}

/** Environment variables that hold keys, by name, and the shortest value that is one. */
const SECRET_NAME = /(?:key|token|secret|password)$/i;
const SHORTEST_KEY = 12;

/** The keys that an environment holds, as far as names show. */
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
