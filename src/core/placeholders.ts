/**
 * Placeholders: `{{text}}` stands for a row's value in the column `text`. A name with other characters than letters, digits,
 * spaces, dots, hyphens and underscores is written `{{column "Wie war's?"}}`, in quotes as in JSON.
 */

const PLACEHOLDER =
  /\{\{\s*(?:([\p{L}_](?:[\p{L}\p{N}_ .-]*[\p{L}\p{N}_])?)|column\s{1,9}("(?:[^"\\\n]|\\.)*"))\s*\}\}/gu;

/** The names of the placeholders in `text`, each once, in order of first use. */
export function placeholdersIn(text: string): string[] {
  const names = Array.from(text.matchAll(PLACEHOLDER), ([, plain, quoted]) => nameOf(plain, quoted));
  return [...new Set(names.filter((name) => name !== undefined))];
}

/** `template` with its placeholders replaced by position; values are never read as template. */
export function fillTemplate(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(PLACEHOLDER, (whole, plain?: string, quoted?: string) => {
    const name = nameOf(plain, quoted);
    if (name === undefined) return whole;
    return Object.hasOwn(values, name) ? values[name]! : "";
  });
}

/** The placeholder that stands for a column: its plain form where the name allows it, else the one in quotes. */
export function placeholderFor(name: string): string {
  const plain = `{{${name}}}`;
  if (placeholdersIn(plain)[0] === name && fillTemplate(plain, {}) === "") return plain;
  // Characters that a terminal obeys, or that no one sees, are written out.
  const quoted = JSON.stringify(name).replace(
    /[\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return `{{column ${quoted}}}`;
}

/** Undefined for a name in quotes that JSON does not allow. */
function nameOf(plain: string | undefined, quoted: string | undefined): string | undefined {
  if (plain !== undefined) return plain;
  try {
    return JSON.parse(quoted!) as string;
  } catch {
    return undefined;
  }
}
