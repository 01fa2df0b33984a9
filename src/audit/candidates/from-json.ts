import { InvalidInput } from '../../errors.ts';
import type { Ancestor } from '../../lexicon/index.ts';
import { type OtherName, type Sha256, wnidSchema, z } from '../../records/index.ts';
import type { CandidateList } from './candidate-list.ts';
import { Collector } from './collector.ts';

const optionalText = z.string().nullish();
const otherNameSchema = z.looseObject({
  name: z.string(),
  is_valid: z.boolean().optional(),
  locale: optionalText,
  lexicon: optionalText,
});

/** A taxon as the API of iNaturalist (v1, v2) writes it, wherever it stands in an answer. */
const taxonSchema = z.looseObject({
  id: z.union([z.int(), z.string()]),
  name: z.string().min(1),
  rank: z.string(),
  is_active: z.boolean().optional(),
  parent_id: z.int().nullish(),
  current_synonymous_taxon_ids: z.array(z.int()).nullish(),
  iconic_taxon_name: optionalText,
  preferred_common_name: optionalText,
  english_common_name: optionalText,
  names: z.array(otherNameSchema).optional(),
  ancestors: z.array(z.looseObject({ id: z.int(), name: z.string(), rank: z.string() })).optional(),
});

type Taxon = z.infer<typeof taxonSchema>;

/**
 * Reads an answer of iNaturalist's API (taxa, observations, identifications, species counts,
 * search), an array of names or wnids, or an array of objects with `name` and, where known, `wnid`,
 * `rank`.
 *
 * @throws {InvalidInput} when nothing in it is a name, naming what the first entry holds
 */
export function readJson(
  value: unknown,
  input: { readonly where: string; readonly sha256: Sha256 },
): CandidateList {
  const entries = entriesOf(value);
  const collector = new Collector();
  const taxa = entries.map(taxonIn).filter((taxon) => taxon !== undefined);
  if (taxa.length > 0) {
    addTaxa(taxa, collector, input.where);
    const without = entries.length - taxa.length;
    if (without > 0) collector.leaveOut(`${without} entries`, 'No taxon in the entry');
    const columns = { name: 'taxon.name', rank: 'taxon.rank', synonyms: 'names[is_valid=false]' };
    return collector.finish({ ...input, format: 'iNaturalist API answer', columns });
  }
  for (const [i, entry] of entries.entries()) addNamed(entry, i, collector, input.where);
  const list = collector.finish({ ...input, format: 'JSON list', columns: { name: 'name' } });
  if (list.size === 0) {
    throw new InvalidInput(`No taxa and no names (${keysText(entries[0])}): ${input.where}`);
  }
  return list;
}

/** The results of an answer, the elements of an array, or the value itself. */
function entriesOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  const results = z.looseObject({ results: z.array(z.unknown()) }).safeParse(value);
  return results.success ? results.data.results : [value];
}

function taxonIn(entry: unknown): Taxon | undefined {
  const holder = z
    .looseObject({ taxon: z.unknown().optional(), record: z.unknown().optional() })
    .safeParse(entry);
  if (!holder.success) return undefined;
  for (const place of [holder.data.taxon, holder.data.record, entry]) {
    const taxon = taxonSchema.safeParse(place);
    if (taxon.success) return taxon.data;
  }
  return undefined;
}

function addTaxa(taxa: readonly Taxon[], collector: Collector, where: string): void {
  const byId = new Map(taxa.map((taxon) => [String(taxon.id), taxon]));
  const oldNames = new Map<string, OtherName[]>();
  for (const taxon of taxa) {
    if (taxon.is_active !== false) continue;
    for (const target of taxon.current_synonymous_taxon_ids ?? []) {
      const names = oldNames.get(String(target)) ?? [];
      names.push({ name: taxon.name, source: `inactive taxon ${taxon.id}` });
      oldNames.set(String(target), names);
    }
  }
  const ancestorOf = (taxon: Taxon): Ancestor | undefined => {
    const given = (taxon.ancestors ?? []).filter(({ id }) => id !== taxon.id);
    const chain = given.length > 0 ? given : parentsOf(taxon, byId, where);
    const named = chain.map(({ id, name, rank }) => ({ key: String(id), name, rank }));
    const iconic = taxon.iconic_taxon_name;
    const isAbove = iconic != null && [taxon, ...chain].every(({ name }) => name !== iconic);
    // Without the whole chain, the group that it is counted to stands above what there is of it.
    const top = given.length === 0 && isAbove ? [{ name: iconic }] : [];
    return collector.ancestors([...top, ...named]);
  };
  for (const taxon of taxa) {
    const id = String(taxon.id);
    const replacedBy = taxon.is_active === false ? taxon.current_synonymous_taxon_ids : undefined;
    if (replacedBy?.some((target) => byId.has(String(target)))) {
      collector.leaveOut(`taxon ${id}`, 'Inactive taxon, its name counted to the taxon it is now');
      continue;
    }
    const synonyms = [...synonymsOf(taxon), ...(oldNames.get(id) ?? [])];
    const vernaculars = vernacularsOf(taxon);
    collector.add({
      id,
      name: taxon.name,
      rank: taxon.rank,
      parent: ancestorOf(taxon),
      synonyms: synonyms.length > 0 ? synonyms : undefined,
      vernaculars: vernaculars.length > 0 ? vernaculars : undefined,
      isTaxon: true,
    });
  }
}

/** Parents within the same answer, the highest first. */
function parentsOf(
  taxon: Taxon,
  byId: ReadonlyMap<string, Taxon>,
  where: string,
): readonly Taxon[] {
  const chain = new Set<Taxon>([taxon]);
  for (const next of chain) {
    const parent = byId.get(String(next.parent_id));
    if (parent === taxon) {
      throw new InvalidInput(`Taxon ${taxon.id} is among its own ancestors: ${where}`);
    }
    if (parent !== undefined) chain.add(parent);
  }
  return [...chain].slice(1).reverse();
}

function isScientific({ locale, lexicon }: z.infer<typeof otherNameSchema>): boolean {
  return locale === 'sci' || lexicon?.toLowerCase() === 'scientific names';
}

function synonymsOf({ name, names = [] }: Taxon): readonly OtherName[] {
  return names
    .filter((other) => isScientific(other) && other.name !== name)
    .map((other) => ({
      name: other.name,
      source: other.is_valid === false ? 'invalid name' : 'name',
    }));
}

function vernacularsOf(taxon: Taxon): readonly OtherName[] {
  const preferred = taxon.preferred_common_name ?? taxon.english_common_name;
  const all = (taxon.names ?? [])
    .filter((other) => !isScientific(other) && other.locale === 'en')
    .map((other) => ({ name: other.name, source: 'en' }));
  if (preferred != null && !all.some(({ name }) => name === preferred)) {
    all.unshift({ name: preferred, source: 'common name' });
  }
  return all;
}

const namedSchema = z.looseObject({
  name: z.string().min(1),
  wnid: wnidSchema.optional(),
  synset: wnidSchema.optional(),
  rank: z.string().optional(),
});

function addNamed(entry: unknown, place: number, collector: Collector, where: string): void {
  const named = namedSchema.safeParse(typeof entry === 'string' ? { name: entry } : entry);
  if (!named.success || (typeof entry !== 'string' && !isPlainEntry(entry))) {
    collector.leaveOut(`entry ${place}`, `No name in the entry (${keysText(entry)})`);
    return;
  }
  const { name, rank } = named.data;
  const own = wnidSchema.safeParse(name);
  const wnid = named.data.wnid ?? named.data.synset ?? (own.success ? own.data : undefined);
  if (/^n\d+$/.test(name) && wnid === undefined) {
    throw new InvalidInput(`Not a wnid of n and eight digits "${name}": ${where} at [${place}]`);
  }
  collector.add({ id: wnid ?? name, name, rank, wnid, isTaxon: rank !== undefined });
}

/** An object with a name that is about something else (a place, a user) has many other fields. */
function isPlainEntry(entry: unknown): boolean {
  return Object.keys(entry as object).length <= mostFields;
}

const mostFields = 6;

function keysText(entry: unknown): string {
  if (typeof entry !== 'object' || entry === null) return `an entry of type ${typeof entry}`;
  const keys = Object.keys(entry).slice(0, 6);
  return keys.length === 0 ? 'nothing in it' : `fields ${keys.join(', ')}, ...`;
}
