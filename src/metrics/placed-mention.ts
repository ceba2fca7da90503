/** A label named in a text, with what the characters around it say that it is there for. */
import type { Mention } from "./label-forms.ts";

/** Characters looked at on either side. */
const CONTEXT = 60;
const OPENS = /^[\s"'`*_#>([{<“‘„•-]*$/u;
const COLON = /[:=→][\s"'`*_>([{<“‘„-]*$/u;
const ENDS = /^["'`*_)\]}>”’]*[.!。]*\s*$/u;
const CLOSING = /^["'`*_\]}>”’]*/u;
const DENIED = [
  /(?:(?<!\p{L})(?:not(?! only)|never|neither|nor|cannot)|n['’]t)[\s-]+(?:(?!but\s)[\p{L}’']+\s+){0,4}["'`*“‘_(]*$/u,
  /(?<!\p{L})(?:no|non|without|hardly|lacks?|lacking|isnt)[\s-]+(?:\p{L}+\s+)?["'`*“‘_(]*$/u,
  /(?<!\p{L})none of (?:[\p{L}’']+\s+){1,6}["'`*“‘_(]*$/u,
  /(?<!\p{L})(?:far from|anything but|the opposite of|opposed to|rather than|instead of|less than)\s+(?:\p{L}+\s+){0,2}["'`*“‘_(]*$/u,
  /(?<!\p{L})(?:whether|if|unless)\s+(?:[\p{L}’']+\s+){0,6}["'`*“‘_(]*$/u,
  // Of other languages, in the order of their names.
  /(?<!\p{L})(?:ليس|ليست|غير|není|ikke|niet|geen|ei|eivät|pas|guère|jamais|aucun\p{L}?|ni|nicht|kein\p{L}{0,2}|keineswegs|weder|noch|kaum|לא|nem|tidak|bukan|mai|nie|não|nunca|не|нет|ни|никогда|inte|không)\s+(?:(?!(?:mais|sondern|sino|ma|mas|но|а|maar|men|ale|tapi)\s)[\p{L}’']+\s+){0,2}["'`*“‘_(«„]*$/u,
  /(?:不|没有|並非|并非|非|別に|не)[是太很算]?["'“‘「]?$|ไม่(?:ใช่|เป็น)?\s?$/u,
];
/** "Positive is wrong", and how Japanese and Korean say "not". */
const DENIED_AFTER =
  /^["'`*_)\]”’」]*(?:\s*(?:is|was|would be|does|seems|can)\s*(?:n['’]t|not\b|wrong\b|incorrect\b|out\b)|\s*(?:不是|不对)|(?:的)?\s*(?:では|じゃ|で(?=な|あり))\s*(?:な|あり)|[이가은는]?\s*아[니닙닌]|\s*(?:değil|नहीं|نیست)(?!\p{L}))/u;

/** A mention with the text around it. */
export interface Placed extends Mention {
  /** The characters before it, on any line. */
  readonly context: string;
  /** Whether nothing but marks is before it on its line. */
  readonly opens: boolean;
  /** Whether nothing but marks and a full stop is behind it on its line. */
  readonly ends: boolean;
  /** What follows it on its line, without closing marks. */
  readonly after: string;
}

export function place(mention: Mention, text: string): Placed {
  const context = text.slice(Math.max(0, mention.start - CONTEXT), mention.start);
  const before = context.slice(context.lastIndexOf("\n") + 1);
  const [after] = text.slice(mention.end, mention.end + CONTEXT).split("\n", 1) as [string];
  const whole = mention.end + after.length === text.length || text[mention.end + after.length] === "\n";
  return {
    ...mention,
    context,
    opens: OPENS.test(before) && (before.length < context.length || mention.start <= CONTEXT),
    ends: whole && ENDS.test(after),
    after: after.replace(CLOSING, ""),
  };
}

/** Whether nothing but marks is before it in the whole text. */
export function startsText({ context, start }: Placed): boolean {
  return start <= CONTEXT && OPENS.test(context);
}

/** "Sentiment: positive". */
export function closes({ context, ends }: Placed): boolean {
  return ends && COLON.test(context);
}

/** Whether it is in quotes or Markdown marks of its own. */
export function emphasized({ start, end }: Mention, text: string): boolean {
  return /["'`*“‘_]/.test(text.charAt(start - 1)) && /["'`*”’_]/.test(text.charAt(end));
}

/** Whether the words around it do not say "not". */
export function affirms({ context, after }: Placed): boolean {
  return DENIED.every((denial) => !denial.test(context)) && !DENIED_AFTER.test(after);
}

/** Whether a question mark follows it. */
export function asks({ after }: Placed): boolean {
  return /^\s*[?？]/u.test(after);
}
