/** A scientific name in parts, without authors, ranks, hybrid marks and quotes. */
export interface ScientificName {
  /** "Caracal caracal caracal": genus and epithets, one space between. */
  readonly text: string;
  readonly genus: string;
  /** Species epithet first; none for a genus or a higher taxon. */
  readonly epithets: readonly string[];
  /** Words that leave open which species is meant: "cf.", "aff.", "sp.". */
  readonly isUnresolved: boolean;
}

const openWords = new Set(['cf', 'aff', 'nr', 'sp', 'spp', 'indet']);
const rankMarks = new Set([
  'subsp',
  'ssp',
  'var',
  'subvar',
  'f',
  'fo',
  'forma',
  'form',
  'cv',
  'agg',
  'complex',
  'group',
  'sect',
  'subg',
  'sensu',
  'lato',
  'stricto',
  'x',
  '×',
]);

/**
 * Reads a scientific name: "Salix × fragilis L.", "Bombus (Pyrobombus) ternarius Say, 1837",
 * "Cervus canadensis ssp. nelsoni". Undefined where the text has not the form of one.
 */
export function parseScientificName(text: string): ScientificName | undefined {
  const simple = /^([A-Z][a-z]+) ([a-z]{4,})$/.exec(text);
  const [, simpleGenus = '', simpleEpithet = ''] = simple ?? [];
  if (simple !== null && !rankMarks.has(simpleEpithet) && !openWords.has(simpleEpithet)) {
    return { text, genus: simpleGenus, epithets: [simpleEpithet], isUnresolved: false };
  }
  const words = withoutMarks(text)
    .replace(/^[×x] /u, '')
    .replace(/^×/u, '')
    .split(' ');
  const genus = words[0] ?? '';
  if (!/^[A-Z][a-z]+(-[a-zA-Z][a-z]+)?$/.test(genus)) return undefined;
  const epithets: string[] = [];
  let isUnresolved = false;
  for (const raw of words.slice(1)) {
    const word = raw.replace(/\.$/, '').replace(/^×/u, '');
    if (word === '') continue;
    if (openWords.has(word)) isUnresolved = true;
    else if (rankMarks.has(word)) continue;
    else if (/^[a-z][a-z]+(-[a-z]+)*$/.test(word) && epithets.length < 3) epithets.push(word);
    else break;
  }
  return { text: [genus, ...epithets].join(' '), genus, epithets, isUnresolved };
}

/** One line of plain letters: no accents, quotes, brackets, underscores or double spaces. */
function withoutMarks(text: string): string {
  if (/^[A-Za-z]+( [a-z]+)*$/.test(text)) return text;
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replaceAll('_', ' ')
    .replace(/\([^)]*\)|\[[^\]]*\]/g, ' ')
    .replace(/['‘’"“”][^'‘’"“”]*['‘’"“”]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/**
 * The epithet without the ending that changes with the gender of the genus or the spelling of a
 * person's name: alb- of albus, alba, album; hookeri, hookerii; laevis, laeve; ae as e.
 */
export function epithetStem(epithet: string): string {
  const hasVariants = epithet.includes('-') || epithet.includes('ae') || epithet.includes('oe');
  const plain = hasVariants
    ? epithet.replaceAll('-', '').replaceAll('ae', 'e').replaceAll('oe', 'e')
    : epithet;
  return plain.replace(/(?<=.{3})(?:er)$/, 'r').replace(changingEnding, '');
}

const changingEnding =
  /(?<=.{3})(?:iorum|iarum|orum|arum|ius|ium|us|um|is|os|on|es|ie|ia|ii|a|e|i)$/;

/** "amanita_muscaria" -> "Amanita_muscaria": as scientific names begin. */
export function capitalised(text: string): string {
  const first = text.charCodeAt(0);
  const isCapital = first >= 0x41 && first <= 0x5a;
  return isCapital ? text : text.charAt(0).toUpperCase() + text.slice(1);
}
