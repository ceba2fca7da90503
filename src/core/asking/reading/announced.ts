/** Lines that only announce what follows: "Here is the improved prompt:"; and last paragraphs that only take leave. */

const THING =
  "(?:prompts?|sections?|versions?|instructions?|rewrites?|rewordings?|paraphrases?|revisions?|variants?|items?|reasons?|aufforderung|anweisung|fassung|abschnitt|grund|gründe|consigne|invite|raisons?|instrucción|sección|versión|razones|istruzione|versione|sezione|ragioni|instrução|versão|seção|razões|промпт|раздел|версия|вариант|инструкция|причины)";
const UNSPACED_THING = "(?:提示|版本|指令|理由|原因|プロンプト|バージョン|프롬프트|버전|이유)";
const CHANGED =
  "(?:new|improved|revised|updated|rewritten|reworded|better|optimi[sz]ed|refined|modified|corrected|enhanced|final|paraphrased|alternative|neue|verbesserte|überarbeitete|nouvelle|améliorée?|nuevo|nueva|mejorado|mejorada|nuova|migliorata|novo|nova|melhorado|melhorada)";
const MARKS = "[\\s*_#>\"'“]{0,8}";

/** Words of courtesy at the start, which say nothing alone. */
const COURTESY = new RegExp(
  `^(?:${MARKS}(?:sure(?: thing)?|certainly|of course|absolutely|okay|ok|great(?: question)?|got it|no problem|gladly|understood|natürlich|gerne|bien sûr|claro|certo|конечно|好的|当然|もちろん(?:です)?|물론(?:입니다)?)(?!\\p{L})[\\s,.!:，。！：*_]{0,6}){1,3}`,
  "iu",
);
const SHOWS = new RegExp(
  `^${MARKS}(?:here(?:['’]s| is| are)?(?!\\p{L})|below (?:is|are)(?!\\p{L})|this is (?!\\p{L}{0,2}\\d)|the following (?:is|are)?|i(?:['’]ve| have) (?:rewritten|revised|improved|updated|reworded)|hier (?:ist|sind)|voici|aquí (?:está|tienes)|ecco|aqui est[áã]|вот|以下|这是|下面是|다음은|次の|こちら)`,
  "iu",
);
/** "Here you go:". */
const EMPTY = /^\W{0,4}here(?:['’]s| (?:is|are|it is|you go|you are|they are|we go))?\W{0,6}$/iu;
const NAMED = new RegExp(
  `^${MARKS}(?:(?:the|my|your|a|an|le|la|el|il|o|die|der|das)\\s)?(?:${CHANGED}\\s(?:\\p{L}{1,12}\\s){0,2}${THING}|${THING}\\s${CHANGED}|(?:version|option|variant)\\s\\d{1,2})(?:\\s\\(?\\d{1,2}\\)?)?\\s{0,3}[*_]{0,3}\\s?[:：][*_]{0,3}`,
  "iu",
);
/** "## Improved prompt", or the title that our request gives to the section. */
const TITLED = new RegExp(
  `^\\W{0,8}(?:(?:the|my)\\s)?(?:${CHANGED}\\s(?:\\p{L}{1,12}\\s){0,2}${THING}|(?<=[#*_]\\s{0,2})${THING}\\s\\(?${CHANGED}\\)?|(?:section|prompt) that may change)\\W{0,6}$`,
  "iu",
);
const TELLS =
  /(?<!\p{L})(?:here(?:['’]s| is| are)|as follows|improved|revised|rewritten|rewrote|updated|reworded|paraphrased)(?!\p{L})/iu;
const BELOW = /(?<!\p{L})below[.:*_]{0,4}$/iu;
const NAMES = new RegExp(`(?<!\\p{L})${THING}(?!\\p{L})|${UNSPACED_THING}`, "iu");
const ENDS_OPEN = /[:：]["*_”\s]{0,6}$/u;
/** Longest line that can be an announcement, in characters. */
const LONGEST = 300;

/** Whether a text is one line that announces something, and no more. */
export function announces(text: string): boolean {
  const line = text.trim();
  if (line.length === 0 || line.length > LONGEST || /\n|\{\{/.test(line)) return false;
  if (NAMED.exec(line)?.[0].length === line.length) return true;
  const rest = line.replace(COURTESY, "");
  if (rest === "" || EMPTY.test(rest)) return true;
  if (TITLED.test(line)) return true;
  if (!NAMES.test(rest)) return false;
  return (
    (ENDS_OPEN.test(line) && (rest !== line || SHOWS.test(rest) || TELLS.test(rest))) ||
    (BELOW.test(line) && TELLS.test(line))
  );
}

/** What is left of a text behind a first line, or words, that announce it; undefined when nothing does. */
export function announced(text: string): string | undefined {
  const end = text.indexOf("\n");
  const first = end === -1 ? text : text.slice(0, end);
  if (end !== -1 && announces(first)) return text.slice(end).trim();
  const start = text.slice(0, LONGEST);
  const named = NAMED.exec(start);
  if (named !== null) return text.slice(named[0].length).trim();
  const colon = start.search(/[:：]/u);
  const words = colon === -1 ? "" : start.slice(0, colon + 1);
  return announces(words) && !/^[^:：]{0,12}[:：]$/u.test(words)
    ? text.slice(words.length).replace(/^[*_\s]+/, "")
    : undefined;
}

const FAREWELL =
  /^(?:(?:-{3,}|\*{3,}|_{3,})\s+)?[*_(]{0,3}(?:let me know|i hope|hope this|feel free|would you like|if you(?:['’]d| would) like|please let me|this (?:new |revised |improved |updated |rewritten )?(?:version|rewrite|revision)(?!\p{L})|this (?:new|revised|improved|updated|rewritten) (?:prompt|section)(?!\p{L})|these (?:versions|changes)(?!\p{L})|(?:key |main )?changes(?: made)?[*_]{0,3}:|(?:explanation|rationale|why this works|what changed)[*_]{0,3}:|(?:note[*_]{0,3}:[*_]{0,3} )?i(?:['’]ve| have)? (?:added|made|kept|clarified|removed|changed)|word count:)/iu;

/** A text without a last paragraph that speaks to the reader; undefined when it has none. */
export function withoutFarewell(text: string): string | undefined {
  const at = text.lastIndexOf("\n\n");
  const last = text.slice(at).trim();
  return at > 0 && !/\{\{|["'”»」`]$/u.test(last) && FAREWELL.test(last) ? text.slice(0, at).trimEnd() : undefined;
}
