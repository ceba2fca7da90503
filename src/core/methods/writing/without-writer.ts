/**
 * Prompts without a writer: plain forms of the request, the input before or after it, rows of train as examples, phrases
 * deleted, swapped or added again. The optimizer model is asked nothing.
 */
import { askedFor, type Candidate, type Origin } from "../../candidate.ts";
import type { Example } from "../../example.ts";
import { nthPart } from "../../prompt/prompt.ts";
import { placeholdersIn } from "../../prompt/template.ts";
import type { Search, Tools } from "../../tools.ts";
import { beamSearch, type BeamOptions } from "../beam/beam.ts";
import { planBeam } from "../beam/plan.ts";
import type { Parent, Propose } from "../beam/proposal.ts";
import { setApart, showRows } from "../demonstrations.ts";
import type { PlanSizes, SearchPlan } from "../method.ts";
import { editPhrases } from "../phrase-edit.ts";
import { bareInput, inputFirst, piecesOf, sectionOf } from "../piecewise/pieces.ts";
import { inOrderOf } from "../../values/words.ts";
import { plainForms } from "./bank.ts";
import { SHORT_FORMS } from "./short-forms.ts";

/** A beam search that asks the optimizer model nothing. */
export function withoutWriter(options: BeamOptions): Search {
  return async (tools, budget, rng) => {
    const { train, showable } = setApart(tools.task, rng);
    const search = beamSearch(
      (own) => proposeWithout(own, showable, options.maxSuccessors),
      0,
      { ...options, screenOnErrors: false },
      () => SHORT_FORMS,
    );
    return search({ ...tools, task: { ...tools.task, train } }, budget, rng);
  };
}

export function planWithout(options: BeamOptions, sizes: PlanSizes): SearchPlan {
  const first = { written: SHORT_FORMS, asked: 0 };
  const expansion = { observed: 0, asked: 0, written: options.maxSuccessors, first };
  return planBeam(expansion, { ...options, screenOnErrors: false }, sizes);
}

/** Of the initial prompt all plain forms; of every prompt one half with rows of train, the other with a phrase changed. */
export function proposeWithout(tools: Tools, showable: readonly Example[], count: number): Propose {
  const demonstrate = showRows(tools, showable, Math.ceil(count / 2));
  const edit = editPhrases(tools, Math.floor(count / 2), false);
  return async (parent) => {
    const forms = parent.round === 1 && parent.parent.origin.kind === "initial" ? plainFormsOf(tools, parent) : [];
    const [shown, edited] = [await demonstrate(parent), await edit(parent)];
    return { successors: [...forms, ...shown.successors, ...edited.successors], first: forms.length, seen: [] };
  };
}

/** The prompt in plain forms, of its parts by turns: the first of them with the input before as well, and the part itself so. */
function plainFormsOf({ admit, task }: Tools, { parent: { prompt }, round }: Parent): Candidate[] {
  const texts = prompt.parts.map(({ text }) => formsOf(text, task.labels ?? [], prompt.placeholders));
  const origin: Origin = { kind: "plain-form", parent: prompt.id };
  const found = Array.from({ length: SHORT_FORMS }, (_, i): Candidate | undefined => {
    const text = texts[i % texts.length]![Math.floor(i / texts.length)];
    if (text === undefined) return undefined;
    const changed = admit({ [nthPart(prompt, i)]: text }, prompt, [], round, askedFor(origin));
    return changed && { prompt: changed, origin, round };
  });
  return found.filter((one) => one !== undefined);
}

/** @param columns what the whole prompt shows of a row */
function formsOf(section: string, labels: readonly string[], columns: readonly string[]): string[] {
  const pieces = piecesOf(section, labels);
  const own = placeholdersIn(section);
  const forms = labels.length === 0 ? [] : plainForms(inOrderOf(labels, pieces.command), columns);
  const bare = bareInput(pieces);
  const plain = forms.map((command, i) => ({
    command,
    rules: new Map<string, string>(),
    input: (i % 2 === 0 ? pieces : bare).input,
  }));
  const turned = [pieces, ...plain].map((one) => inputFirst(one, own)).filter((text) => text !== undefined);
  return [...plain.map((one) => sectionOf(one, own)), ...turned];
}
