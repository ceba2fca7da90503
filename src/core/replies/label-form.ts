/** One normal form in which labels are compared, wherever they are from: data, prompt or reply. */

/** Characters that a person does not see: marks of direction and of byte order, spaces without width, soft hyphens, variation selectors. */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu;
const APOSTROPHES = /[\u2018\u2019\u02bc]/g;
const HYPHENS = /[\u2010\u2011\u2212]/g;
const DIGIT = /(?![0-9])\p{Nd}/gu;

/** A text without its case, without what is invisible, and with one character for each of several that look alike. */
export function folded(text: string): string {
  const visible = withoutInvisible(text).normalize("NFKC");
  return visible
    .toUpperCase()
    .toLowerCase()
    .replaceAll("i\u0307", "i")
    .normalize("NFKC")
    .replace(HYPHENS, "-")
    .replace(APOSTROPHES, "'")
    .replace(DIGIT, ascii);
}

/** A label without the differences that no person sees: Unicode form, invisible characters, white space, the form of a number. */
export function sameForm(label: string): string {
  return number(withoutInvisible(label).normalize("NFC").trim().replace(/\s+/g, " ").replace(DIGIT, ascii));
}

/** A label as it is kept in the data: composed, and without invisible characters at its ends. */
export function labelText(label: string): string {
  return label
    .normalize("NFC")
    .replace(
      /^[\s\u00ad\u200b-\u200f\u2060\ufeff]+|(?<![\s\u00ad\u200b-\u200f\u2060\ufeff])[\s\u00ad\u200b-\u200f\u2060\ufeff]+$/gu,
      "",
    );
}

/** A number in one of its forms: 1, 1.0, +1, 01. Other texts come back as they are. */
export function number(text: string): string {
  const parts = /^([+-]?)(\d{1,15}|\d{1,3}(?:,\d{3}){1,4})(?:\.(\d{1,15}))?$/.exec(text);
  if (parts === null) return text;
  const [, sign, whole, fraction = ""] = parts as unknown as [string, string, string, string | undefined];
  const units = whole.replaceAll(",", "").replace(/^0+(?=\d)/, "");
  const decimals = fraction.replace(/0+$/, "");
  const size = decimals === "" ? units : `${units}.${decimals}`;
  return sign === "-" && size !== "0" ? `-${size}` : size;
}

function withoutInvisible(text: string): string {
  return text.replace(INVISIBLE, "");
}

/** A decimal digit of any script as 0 to 9. Digits of a script follow each other from 0 on, at a multiple of 16 or 6 after one. */
function ascii(digit: string): string {
  const code = digit.codePointAt(0)!;
  const low = code % 16;
  return String(low < 10 && /\p{Nd}/u.test(String.fromCodePoint(code - low)) ? low : (low + 10) % 16);
}
