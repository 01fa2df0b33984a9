import type { CertificateEntry, Judgement, LabelFinding, Step } from '../../records/index.ts';
import { ClassIndex } from '../classes/class-index.ts';
import type { ClassList } from '../classes/class-list.ts';
import { EpithetReader } from '../names/epithet-reader.ts';
import { plainForms } from '../names/plain-name.ts';
import { capitalised, parseScientificName, type ScientificName } from '../names/scientific-name.ts';
import { genusLevel } from '../taxonomy/ranks.ts';
import type { Lexicon } from '../wordnet/lexicon.ts';
import { type Alike, alikeGenera, alikeSpecies } from './alike.ts';
import type { Candidate } from './candidate.ts';
import { compareLabel } from './compare-label.ts';
import { proven } from './cover.ts';
import { judgePlainName } from './judge-plain-name.ts';
import { coverOfSynset } from './judge-synset.ts';
import { TaxonJudge } from './judge-taxon.ts';
import { Lineages } from './lineage.ts';
import { NaturalHistory } from './natural-history.ts';
import { taxonNames } from './taxon-names.ts';

/** What a candidate is taken for, and what of its names was looked up. */
export type Finding = Pick<CertificateEntry, 'tried' | 'judgements' | 'label'>;

/** Holds candidates against class sets. What it says of one does not depend on the others. */
export class Matcher {
  readonly #history: NaturalHistory;
  readonly #lineages: Lineages;
  /** Made when first needed. */
  #epithets: EpithetReader | undefined;
  readonly #sets: readonly { readonly index: ClassIndex; readonly taxa: TaxonJudge }[];

  /** @throws {InvalidInput} naming a class whose wnid no noun of WordNet 3.0 has */
  constructor(lexicon: Lexicon, lists: readonly ClassList[]) {
    this.#history = new NaturalHistory(lexicon);
    this.#lineages = new Lineages(this.#history);
    this.#sets = lists.map((list) => {
      const index = new ClassIndex(list, this.#history.taxonomy);
      return { index, taxa: new TaxonJudge(this.#history, index) };
    });
  }

  /** @throws {InvalidInput} for a wnid that no noun of WordNet 3.0 has, naming `where` */
  judge(candidate: Candidate, where: string): Finding {
    if (candidate.wnid !== undefined) return this.#judgeSynset(candidate, where);
    const parsed = parseScientificName(capitalised(candidate.name));
    if (parsed === undefined || !(candidate.isTaxon || this.#isTaxon(candidate.name, parsed))) {
      return this.#judgePlain(candidate);
    }
    return this.#judgeTaxon(candidate, parsed);
  }

  /**
   * How taxa are judged that have a candidate's parent, its rank, and its name but for the last
   * word; the candidate may be an exception. Undefined where its name has not the plain form of one
   * or two words, and says nothing of the others.
   */
  alikeTo(candidate: Candidate): Alike | 'one by one' | undefined {
    const isPlain = hasOneName(candidate) && plainName.test(candidate.name);
    const name = isPlain ? parseScientificName(candidate.name) : undefined;
    if (name === undefined || name.text !== candidate.name) return undefined;
    if (name.epithets.length === 0) return this.#alikeGenera(candidate, name);
    if (!this.#history.species.isUnknownGenus(name.genus)) return 'one by one';
    const [own] = taxonNames(candidate, name, this.#lineages);
    const common = this.#sets.map(({ taxa }) => own && taxa.ofCongeners(own));
    if (!common.every((ofSet) => ofSet !== undefined)) return 'one by one';
    this.#epithets ??= new EpithetReader(this.#history.species.stems);
    return alikeSpecies(this.#epithets, common);
  }

  #alikeGenera(candidate: Candidate, name: ScientificName): Alike | 'one by one' {
    const [own] = taxonNames(candidate, name, this.#lineages);
    if (own === undefined || own.level !== genusLevel) return 'one by one';
    const judgements = this.#sets.map(({ taxa }) => taxa.ofUnknownGenus(own));
    if (!judgements.every((judgement) => judgement !== undefined)) return 'one by one';
    return alikeGenera(this.#history, judgements);
  }

  /** The path that judgements against a set refer to by `via`. */
  sharedPath(against: string, via: string): readonly Step[] {
    const set = this.#sets.find(({ index }) => index.list.name === against);
    return set?.taxa.sharedPaths.get(via) ?? [];
  }

  #judgeSynset(candidate: Candidate, where: string): Finding {
    const { lexicon } = this.#history;
    const wnid = candidate.wnid as NonNullable<Candidate['wnid']>;
    const row = lexicon.row(wnid, where);
    const step: Step = { by: 'wnid', text: lexicon.title(row), wnid };
    const judgements = this.#sets.map(({ index }): Judgement => {
      return proven(index.list.name, coverOfSynset(this.#history, index, row, 'wnid'), [step]);
    });
    const label: LabelFinding | undefined =
      candidate.name === wnid ? undefined : compareLabel(lexicon, candidate.name, row);
    return { tried: [wnid], judgements, label };
  }

  #judgeTaxon(candidate: Candidate, parsed: ScientificName): Finding {
    const names = taxonNames(candidate, parsed, this.#lineages);
    const vernaculars = candidate.vernaculars ?? [];
    const tried = names.map(({ name }) => name.text);
    for (const { name } of vernaculars) tried.push(name);
    return { tried, judgements: this.#sets.map(({ taxa }) => taxa.judge(names, vernaculars)) };
  }

  #judgePlain(candidate: Candidate): Finding {
    const { lexicon } = this.#history;
    const forms = plainForms(candidate.name);
    const known = forms.find((form) => lexicon.named(form).length > 0);
    const senses = known === undefined ? [] : lexicon.named(known);
    const physical = senses.filter((row) => lexicon.isPhysical(row));
    const rows = physical.length > 0 ? physical : senses;
    const step: Step = { by: 'name', text: known ?? candidate.name };
    const tried = known === undefined ? forms : forms.slice(0, forms.indexOf(known) + 1);
    return {
      tried,
      judgements: this.#sets.map(({ index }) => {
        return judgePlainName(this.#history, index, { step, tried, rows });
      }),
    };
  }

  /**
   * "African daisy" and "Venus flytrap" have the form of a species and are none: unless the input
   * says what its names are, the first word must be a genus that WordNet knows, the second no
   * everyday noun, and the whole no everyday name of something.
   */
  #isTaxon(name: string, parsed: ScientificName): boolean {
    const [epithet] = parsed.epithets;
    const { lexicon, taxonomy } = this.#history;
    if (epithet === undefined || !taxonomy.isGenusName(parsed.genus)) return false;
    const rows = lexicon.named(name);
    if (rows.length === 0) return lexicon.named(epithet).length === 0;
    return rows.every((row) => taxonomy.speciesNames(row).some((text) => isSame(text, name)));
  }
}

/** A genus, or a genus and an epithet, of ASCII letters. */
const plainName = /^[A-Z][a-z]+(?: [a-z]+)?$/;

/** Does only its own scientific name speak for it? */
function hasOneName({ isTaxon, wnid, synonyms, vernaculars }: Candidate): boolean {
  return isTaxon && wnid === undefined && synonyms === undefined && vernaculars === undefined;
}

function isSame(a: string, b: string): boolean {
  return fold(a) === fold(b);
}

function fold(text: string): string {
  return text.toLowerCase().replace(/[_\-\s]+/g, ' ');
}
