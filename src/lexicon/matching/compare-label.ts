import type { LabelFinding } from '../../records/index.ts';
import { isOneLetterOff } from '../names/one-letter.ts';
import { plainForms } from '../names/plain-name.ts';
import type { Lexicon } from '../wordnet/lexicon.ts';

/**
 * Does a label mean the synset whose id stands beside it? Undefined where the label is a lemma of
 * it. `narrower`: it is a lemma of something above the synset. `broader`: of something below it.
 * `misspelt`: one letter from one of these. `elsewhere`: WordNet knows the label, and nothing it
 * names is the synset, above or below it. `unknown`: WordNet does not know the label, and no lemma
 * of the synset holds its words.
 */
export function compareLabel(
  lexicon: Lexicon,
  label: string,
  row: number,
): LabelFinding | undefined {
  const forms = labelForms(label);
  const above = closure(row, (next) => lexicon.hypernyms(next));
  const below = lexicon.below(row);
  const related: readonly (readonly [readonly number[], LabelFinding['code'] | undefined])[] = [
    [[row], undefined],
    [above, 'narrower'],
    [below, 'broader'],
  ];
  for (const [rows, code] of related) {
    const found = rows.find((next) =>
      lexicon.lemmas(next).some((lemma) => forms.has(keyOf(lemma))),
    );
    if (found === undefined) continue;
    return code && { code, text: lexicon.title(found), wnid: lexicon.wnid(found) };
  }
  if (hasWordsOf(lexicon, label, row)) return undefined;
  for (const next of [row, ...above]) {
    const lemma = lexicon.lemmas(next).find((text) => isOneLetterOff(keyOf(text), keyOf(label)));
    if (lemma !== undefined) return { code: 'misspelt', text: lemma, wnid: lexicon.wnid(next) };
  }
  const [meant] = namedByForms(lexicon, label);
  if (meant === undefined) return { code: 'unknown', text: label };
  return { code: 'elsewhere', text: lexicon.title(meant), wnid: lexicon.wnid(meant) };
}

/** What the label names at all, written apart or together: "red wood" is redwood. */
function namedByForms(lexicon: Lexicon, label: string): readonly number[] {
  return [...plainForms(label), label.replaceAll(' ', '')].flatMap((form) => lexicon.named(form));
}

function labelForms(label: string): ReadonlySet<string> {
  return new Set(plainForms(label).map(keyOf));
}

/** Letters and digits alone, lower case, no possessive: "Venus's fly-trap" is "venusflytrap". */
function keyOf(text: string): string {
  return text
    .toLowerCase()
    .replace(/'s\b/g, '')
    .replace(/[^\p{L}\p{N}]/gu, '');
}

/** "stick cinnamon" for cinnamon, cinnamon bark: every word of a lemma is a word of the label. */
function hasWordsOf(lexicon: Lexicon, label: string, row: number): boolean {
  const words = new Set(plainForms(label).flatMap((form) => form.toLowerCase().split(/[ -]/)));
  return lexicon.lemmas(row).some((lemma) =>
    lemma
      .toLowerCase()
      .split(/[ -]/)
      .every((word) => words.has(word)),
  );
}

function closure(row: number, up: (row: number) => Iterable<number>): readonly number[] {
  const seen = new Set([row]);
  for (const next of seen) for (const higher of up(next)) seen.add(higher);
  seen.delete(row);
  return [...seen];
}
