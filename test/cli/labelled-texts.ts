/** Sixty labelled texts in a folder with a prompt and a config, for commands on models that reply as real ones do. */
import { emptyFolder, type Folder } from "./helpers.ts";

export const TASK = "Is this text positive or negative?";
export const PROMPT: string = `# Task
${TASK}

# Output format
Answer with one word: positive or negative.

# Input
Text: {{text}}
Label:
`;
const NOUNS = ["lamp", "river", "castle", "window", "market", "garden", "ladder", "violin", "basket", "pocket"];
export const ROWS: readonly { readonly text: string; readonly good: boolean }[] = Array.from({ length: 60 }, (_, i) => {
  const [a, b, c] = [NOUNS[i % 10], NOUNS[(i * 3 + 1) % 10], NOUNS[(i * 7 + Math.floor(i / 10)) % 10]];
  return { text: `the ${a} number ${i} near ${b} was ${i % 2 === 0 ? "good" : "bad"} with ${c}`, good: i % 2 === 0 };
});

export interface LabelledTexts {
  readonly prompt?: string;
  /** What the data calls the two labels. */
  readonly labels?: readonly [positive: string, negative: string];
  /** The whole data file, instead of the sixty texts. */
  readonly data?: string;
}

/** @param baseURL of the server that stands for the model */
export async function labelledTexts(
  baseURL: string,
  { prompt = PROMPT, labels = ["positive", "negative"], data }: LabelledTexts = {},
): Promise<Folder> {
  const folder = await emptyFolder();
  const rows = ROWS.map(({ text, good }) => `${text},${labels[good ? 0 : 1]}`);
  await folder.write({
    "prompt.md": prompt,
    "data.csv": data ?? `text,label\n${rows.join("\n")}\n`,
    "protegi.yaml": `prompt: prompt.md\ndata: data.csv\nlabel: label\nmodel: { model: "openai-compatible:m", baseURL: "${baseURL}" }\n`,
  });
  return folder;
}
