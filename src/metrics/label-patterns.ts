/** What is around a label in an answer: what ends it, lists it, denies it or takes it back. */

/** What ends an answer that a reason may follow. */
export const BREAK: RegExp =
  /^(?:\s*$|[.!;。](?=\s|$|\p{Ideographic})|\s*[–—]|\s*\((?!\s*\d)|\s+-\s(?!\d)|,?\s+(?:because|since|as|given|due|although|though|even|despite|not|weil|da|car|porque|perché)(?!\p{L}))/u;
export const PAUSE: RegExp = /^[,:)][*_]{0,2}(?=\s|$)/u;
/** "Option B". */
export const OPTION: RegExp = /^[\s"'`*_([]{0,6}(?:option|answer|choice|class|label|category)\s(?=[\p{L}\p{N}])/iu;
/** "Spam: no" denies the label. */
export const DENIES: RegExp = /^[,:][*_]{0,2}\s*["'`*_(]{0,3}(?:no|not|none|false|0)(?![\p{L}\p{N}])/u;
/** What may follow yes, no or a digit that answers, where "no evidence" and "1 mistake" do not. */
export const CLAUSE: RegExp = /^\s+(?:it|this|that|the|i|he|she|they|there)(?!\p{L})/u;
/** "1. First ..." counts a list, it does not answer. */
export const COUNTS: RegExp = /^[.):]\s*\S/u;
/** "Or", up to another label. */
export const OR: RegExp =
  /^["'`*_)\]}>”’]*\s*[(]?\s*(?:[/|&+→]|[-=]>|,?\s*(?:and|or|und|oder|et|ou|y|o|e|vs\.?|versus|или|и)(?!\p{L})|[、和或と])[\s"'`*_([“‘]*$/u;
export const COMMA: RegExp = /^["'`*_)\]}>”’]*\s*[,;]\s*["'`*_([“‘]*$/u;
/** A line that begins another row. */
export const NEXT_ROW: RegExp =
  /\n\s*[#*]{0,4}\s?(?:text|input|review|sentence|tweet|question|example|premise|statement|message|comment|document)\b[^\n:]{0,20}:/u;
/** Words by which a text takes back what it has answered. */
export const TAKES_BACK: RegExp =
  /(?<!\p{L})(?:wait|actually|correction|hmm+|on second thought|scratch that|i mean|therefore|thus|hence|in conclusion|final|finally)(?!\p{L})|[.!?]\s+(?:but|however|yet|still)(?!\p{L})/u;
