/** A scientific name in parts, without authors, ranks, hybrid marks and quotes. */
export interface ScientificName {
  /** "Caracal caracal caracal": genus and epithets, one space between. */
  readonly text: string;
  readonly genus: string;
  /** Species epithet first; none for a genus or a higher taxon. */
  readonly epithets: readonly string[];
  /** Words that leave open which species is meant: "cf.", "aff.", "sp."; after the last, no epithet. */
  readonly isUnresolved: boolean;
}

const openWords = new Set(['cf', 'aff', 'nr', 'sp', 'spp', 'indet']);
/** What follows describes and names nothing: "sp. nov.", "sp. red cap". */
const lastWords = new Set(['sp', 'spp', 'indet']);
/** Authors begin here: "van der Berg", "ex Bornet". */
const authorWords = new Set(
  'van von vom zu der den de du da del della la le ex et in non nec al auct emend'.split(' '),
);
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

/** Words after a genus that are no epithets whatever they look like. */
export const noEpithets: ReadonlySet<string> = new Set([...openWords, ...rankMarks]);

/**
 * Reads a scientific name: "Salix × fragilis L.", "Bombus (Pyrobombus) ternarius Say, 1837",
 * "Cervus canadensis ssp. nelsoni". Undefined where the text has not the form of one.
 */
export function parseScientificName(text: string): ScientificName | undefined {
  const simple = /^([A-Z][a-z]+) ([a-z]{4,})$/.exec(text);
  const [, simpleGenus = '', simpleEpithet = ''] = simple ?? [];
  if (simple !== null && !noEpithets.has(simpleEpithet)) {
    return { text, genus: simpleGenus, epithets: [simpleEpithet], isUnresolved: false };
  }
  const words = withoutMarks(text.replace(hyphenedSpecies, '$1 $2'))
    .replace(/^[×x] /u, '')
    .replace(/^×/u, '')
    .split(' ');
  const genus = words[0] ?? '';
  if (!/^[A-Z][a-z]+(-[a-zA-Z][a-z]+)?$/.test(genus)) return undefined;
  const epithets: string[] = [];
  let isUnresolved = false;
  for (const raw of words.slice(1)) {
    const word = raw.replace(/\.$|-(?:group|complex|agg)$/, '').replace(/^×/u, '');
    if (word === '') continue;
    if (openWords.has(word)) isUnresolved = true;
    if (lastWords.has(word) || authorWords.has(word)) break;
    if (openWords.has(word) || rankMarks.has(word)) continue;
    if (/^[a-z][a-z]+(-[a-z]+)*$/.test(word) && epithets.length < 3) epithets.push(word);
    else break;
  }
  return { text: [genus, ...epithets].join(' '), genus, epithets, isUnresolved };
}

/** "Malaxis-unifolia", as WordNet has it once; genera such as Pseudo-nitzschia stay whole. */
const hyphenedSpecies = /^(?!Pseudo-)([A-Z][a-z]+)-([a-z]+)$/;

/** One line of plain letters: no accents, quotes, brackets, underscores or double spaces. */
function withoutMarks(text: string): string {
  if (/^[A-Za-z]+( [a-z]+)*$/.test(text)) return text;
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replaceAll('_', ' ')
    .replace(/(?<=[a-z])['’](?=[a-z])/g, '')
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

/** The longest first. */
export const changingEndings: readonly string[] =
  'iorum iarum orum arum ius ium us um is os on es ie ia ii a e i'.split(' ');
const changingEnding = new RegExp(`(?<=.{3})(?:${changingEndings.join('|')})$`);

/**
 * As scientific names are written: "amanita_muscaria" as "Amanita_muscaria", and "QUERCUS ROBUR",
 * all in capitals, as "Quercus robur".
 */
export function capitalised(text: string): string {
  if (!isCapital(text, 0)) return text.charAt(0).toUpperCase() + text.slice(1);
  const isShouted = isCapital(text, 1) && text === text.toUpperCase();
  return isShouted ? text.charAt(0) + text.slice(1).toLowerCase() : text;
}

function isCapital(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 0x41 && code <= 0x5a;
}
