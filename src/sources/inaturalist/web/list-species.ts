import { InvalidInput, RemoteFailure } from '../../../errors.ts';
import { compareText, type GroupQuery, type TaxonRoot } from '../../../records/index.ts';
import { drawOf } from '../draw.ts';
import { type AncestorTaxon, lifeId } from '../photo-source.ts';
import type { PageTaxon, TaxonPage } from './taxon-page.ts';

/** A species as the page of the taxon above it has it. */
export interface ListedSpecies {
  readonly id: number;
  readonly name: string;
  readonly rank: string;
  readonly ancestors: readonly AncestorTaxon[];
}

/** Taxa whose pages are opened for one group, at most: more belong to the open data. */
const mostPages = 20_000;

/**
 * Walks from the roots of a group down to its species, a page a taxon, and puts them in the order of
 * {@link drawOf}. Inactive taxa are left out, and those without any observation.
 *
 * @throws {InvalidInput} when a root is missing, has another name, or the group is too large for pages
 */
export async function listSpecies(
  group: GroupQuery,
  open: (id: number) => Promise<TaxonPage>,
): Promise<readonly ListedSpecies[]> {
  const walk: Walk = { group, species: new Map(), seen: new Set(), open };
  for (const root of group.roots) await walkDown(root, walk);
  return [...walk.species.values()]
    .map((species) => ({ species, draw: drawOf(group.seed, species.id) }))
    .sort((a, b) => compareText(a.draw, b.draw) || a.species.id - b.species.id)
    .map(({ species }) => species);
}

interface Walk {
  readonly group: GroupQuery;
  readonly species: Map<number, ListedSpecies>;
  /** Taxa whose pages were opened. */
  readonly seen: Set<number>;
  readonly open: (id: number) => Promise<TaxonPage>;
}

async function openRoot(root: TaxonRoot, { group, open }: Walk): Promise<TaxonPage> {
  const page = await open(root.id).catch((error: unknown) => {
    if (!(error instanceof RemoteFailure) || !error.message.startsWith('Answer 404')) throw error;
    throw new InvalidInput(`No taxon ${root.id} "${root.name}": ${group.group} at roots`, {
      cause: error,
    });
  });
  expectName(page, root, `${group.group} at roots`);
  return page;
}

/** Depth first, without recursion: a page may claim any depth. */
async function walkDown(root: TaxonRoot, walk: Walk): Promise<void> {
  const { group, species, seen, open } = walk;
  const ahead = [root.id];
  for (let id = ahead.pop(); id !== undefined; id = ahead.pop()) {
    if (seen.has(id) && id !== root.id) continue;
    seen.add(id);
    if (seen.size > mostPages) {
      throw new InvalidInput(
        `More than ${mostPages} taxa, too many to read from pages, take the open data: ${group.group}`,
      );
    }
    const page = id === root.id ? await openRoot(root, walk) : await open(id);
    if (isWithout(page, group)) continue;
    if (group.ranks.includes(page.rank)) {
      addSpecies(page, page.ancestors, species);
      continue;
    }
    for (const child of page.children) {
      if (isWithout(child, group) || seen.has(child.id) || !mayHold(child, group)) continue;
      if (group.ranks.includes(child.rank)) addSpecies(child, [...page.ancestors, page], species);
      else ahead.push(child.id);
    }
  }
}

function addSpecies(
  { id, name, rank }: PageTaxon,
  ancestors: readonly PageTaxon[],
  species: Map<number, ListedSpecies>,
): void {
  const above = ancestors
    .filter((taxon) => taxon.id !== lifeId)
    .map((taxon) => ({ id: taxon.id, name: taxon.name, rank: taxon.rank }));
  species.set(id, { id, name, rank, ancestors: above });
}

function isWithout(taxon: PageTaxon, { group, without }: GroupQuery): boolean {
  const left = without.find(({ id }) => id === taxon.id);
  if (left !== undefined) expectName(taxon, left, `${group} at without`);
  return left !== undefined;
}

/** Whether a taxon may be, or may have below it, a species with photos. */
function mayHold(taxon: PageTaxon, { ranks, qualityGrades }: GroupQuery): boolean {
  if (!taxon.is_active) return false;
  // The count may leave casual observations out.
  if (taxon.observations_count === 0 && !qualityGrades.includes('casual')) return false;
  if (ranks.includes(taxon.rank) || taxon.rank_level === undefined) return true;
  return taxon.rank_level > lowestLevel(ranks);
}

/** Levels of the ranks that count as species somewhere; a rank of no known level may stand anywhere. */
const levels: Readonly<Record<string, number>> = {
  genus: 20,
  complex: 11,
  species: 10,
  hybrid: 10,
  subspecies: 5,
  variety: 5,
  form: 5,
  infrahybrid: 5,
};

function lowestLevel(ranks: readonly string[]): number {
  return Math.min(...ranks.map((rank) => levels[rank] ?? 0));
}

function expectName(taxon: PageTaxon, { id, name }: TaxonRoot, where: string): void {
  if (taxon.name === name) return;
  throw new InvalidInput(`Taxon ${id} is "${taxon.name}" and not "${name}": ${where}`);
}
