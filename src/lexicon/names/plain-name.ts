/**
 * The forms under which an everyday name is looked up, the name itself first: without what stands
 * in brackets or after a slash ("bus_station/indoor"), with a possessive ("Venus's flytrap"), in the
 * singular. Curly apostrophes are straight, and all once more without accents ("café").
 */
export function plainForms(name: string): readonly string[] {
  const text = name
    .normalize('NFC')
    .replace(/[‘’]/g, "'")
    .replace(/[_\s]+/g, ' ')
    .trim();
  const bare = text
    .replace(/\([^)]*\)/g, ' ')
    .replace(/\/.*$/, '')
    .replace(/\s+/g, ' ')
    .trim();
  const possessive = bare.replace(/^(\p{L}+) (?=\p{L})/u, "$1's ");
  const forms = [text, bare, possessive, ...singulars(bare)];
  const letters = forms.map((form) => form.normalize('NFD').replace(/\p{M}/gu, ''));
  return [...new Set([...forms, ...letters])].filter((form) => form !== '');
}

/** WordNet's rules of detachment for nouns, see morphy(7WN). */
function singulars(text: string): readonly string[] {
  const rules: readonly (readonly [ending: RegExp, singular: string])[] = [
    [/ses$/, 's'],
    [/xes$/, 'x'],
    [/zes$/, 'z'],
    [/ches$/, 'ch'],
    [/shes$/, 'sh'],
    [/men$/, 'man'],
    [/ies$/, 'y'],
    [/ves$/, 'f'],
    [/ves$/, 'fe'],
    [/(?<=[^s])s$/, ''],
  ];
  return rules
    .filter(([ending]) => ending.test(text))
    .map(([ending, singular]) => text.replace(ending, singular));
}
