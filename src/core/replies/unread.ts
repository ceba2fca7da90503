/** Why an answer could not be read: codes to count by, and what each means in words. */
import type { ModelAnswer } from "../model.ts";
import type { Thoughtless } from "./thoughts.ts";

/**
 * Why an answer could not be read: the thinking used up its tokens, it was refused, it was cut off at the cap, it does not
 * fit the context, it is empty, or it names no answer clearly.
 */
export type Unread = "thinking" | "refused" | "cut" | "overflow" | "empty" | "unreadable";

/** Numbers of answers that could not be read, by the reason; reasons that do not occur are absent. */
export type UnreadCounts = Readonly<Partial<Record<Unread, number>>>;

/** Codes with what they say of so many answers, and with what to do, in the order in which they are shown. */
const WORDS: Readonly<Record<Unread, { readonly says: string; readonly remedy?: string }>> = {
  thinking: {
    says: "empty, because the thinking used up all output tokens",
    remedy: "Raise requests.maxOutputTokens, or have the model think less.",
  },
  cut: { says: "cut off at the cap on output tokens", remedy: "Raise requests.maxOutputTokens." },
  refused: { says: "refused by the model or its filter" },
  overflow: { says: "not given, because the filled prompt does not fit the model's context" },
  empty: { says: "empty" },
  unreadable: { says: "not readable as an answer" },
};

/** All codes, in the order in which they are shown. */
export const UNREAD: readonly Unread[] = Object.keys(WORDS) as Unread[];

/** The first words of a refusal in text. */
const REFUSES =
  /^(?:(?:i['’]?m|i am) (?:really |very |so )?(?:sorry|afraid)|sorry|apologies|i apologi[sz]e|unfortunately,? i|i (?:can['’]?t|cannot|can not|am unable|['’]m unable|won['’]?t)|i['’]m (?:not able|unable)|as an ai|es tut mir leid|lo siento|désolé|je suis désolé|mi dispiace|desculpe|извините|抱歉|对不起|申し訳|죄송)/i;
const DECLINES =
  /can['’]?t|cannot|can not|unable|not able|won['’]?t|decline|refuse|against|nicht|no puedo|ne peux|non posso|não posso|не могу|无法|不能|できません|없습니다/i;

/** Why an answer that names no answer could not be read. */
export function whyUnread({ finish, usage }: Pick<ModelAnswer, "finish" | "usage">, cleaned: Thoughtless): Unread {
  if (finish === "refusal") return "refused";
  if (finish === "overflow") return "overflow";
  const said = cleaned.text.trim();
  if (finish === "length") {
    const used = cleaned.thought || usage.reasoning > 0 || usage.output > 0;
    return said === "" && used ? "thinking" : "cut";
  }
  if (said === "") return "empty";
  return refuses(said) ? "refused" : "unreadable";
}

/** Whether a text without an answer refuses in words to give one. */
export function refuses(said: string): boolean {
  return REFUSES.test(said) && DECLINES.test(said.slice(0, 300));
}

/** How many of these could not be read, by the reason; one without a reason is unreadable. */
export function countUnread(judged: readonly { readonly invalid: boolean; readonly why?: Unread }[]): UnreadCounts {
  const counts: Partial<Record<Unread, number>> = {};
  for (const code of UNREAD) {
    const number = judged.filter(({ invalid, why }) => invalid && (why ?? "unreadable") === code).length;
    if (number > 0) counts[code] = number;
  }
  return counts;
}

/** What a reason says of an answer, as the end of "it is ...", and what to do about it where that does not depend on the prompt. */
export function unreadWords(why: Unread): string {
  const { says, remedy } = WORDS[why];
  return remedy === undefined ? `${says}.` : `${says}. ${remedy}`;
}

/** A line for each reason, with its number; none where the answers are all of them plainly unreadable. */
export function unreadLines(counts: UnreadCounts): string[] {
  const reasons = UNREAD.filter((why) => counts[why] !== undefined);
  if (reasons.every((why) => why === "unreadable")) return [];
  return reasons.map((why) => `${counts[why]!.toLocaleString("en-US")} ${unreadWords(why)}`);
}
