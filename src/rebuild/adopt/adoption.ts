import type { Journal } from '../../io/index.ts';
import { type GroupQuery, partOfGroup, type Skipped } from '../../records/index.ts';
import type { FoundPhoto, PhotoCandidate, SpeciesTaxon } from '../../sources/index.ts';
import { noteSkipped } from '../species/plan-book.ts';
import { type Identified, identifyPhoto, isNamed, speciesTaxon } from './identify-photo.ts';
import type { NamedPhoto, Unresolved } from './read-name.ts';

/** A photo of the archive, and what the source says of its id. */
interface Asked {
  readonly file: NamedPhoto;
  readonly found: FoundPhoto;
}

/** A species of the archive; its photos lie in the journal, a batch a folder. */
interface AdoptedSpecies {
  readonly group: string;
  readonly taxon: SpeciesTaxon;
  readonly batches: readonly string[];
}

interface AdoptionTools {
  readonly groups: readonly GroupQuery[];
  readonly withSynonyms: (species: readonly SpeciesTaxon[]) => Promise<readonly SpeciesTaxon[]>;
}

const table = 'adopted';

/** The species of an archive so far, and which photos were seen. Photos themselves go to the journal. */
export class Adoption {
  readonly #journal: Journal;
  readonly #tools: AdoptionTools;
  readonly #groups: ReadonlyMap<string, GroupQuery>;
  readonly #species = new Map<number, AdoptedSpecies>();
  /** The folder in which a photo was met first. */
  readonly #folders = new Map<number, string>();
  readonly #named = new Map<number, SpeciesTaxon>();

  constructor(journal: Journal, tools: AdoptionTools) {
    this.#journal = journal;
    this.#tools = tools;
    this.#groups = new Map(tools.groups.map((group) => [group.group, group]));
  }

  /** Takes the photos of one folder, which comes once. */
  async take(folder: readonly Asked[]): Promise<void> {
    await this.#lookUpNames(folder);
    const taken = new Map<number, { taxon: SpeciesTaxon; photos: PhotoCandidate[] }>();
    const skipped: Skipped[] = [];
    for (const { file, found } of folder) {
      const outcome = this.#settle(file, found);
      if (outcome.kind === 'left-out') {
        skipped.push(skippedFile({ ...file, ...outcome }));
        continue;
      }
      const { taxon, photo } = outcome;
      this.#folders.set(file.photoId, file.folder);
      const same = taken.get(taxon.id) ?? { taxon, photos: [] };
      taken.set(taxon.id, same);
      same.photos.push(photo);
    }
    const [first] = folder;
    if (first === undefined) return;
    const { group, folder: name } = first.file;
    const batches = [...taken.values()].map(({ taxon, photos }) => {
      const key = `${group}/${taxon.id}/${name}`;
      const batches = [...(this.#species.get(taxon.id)?.batches ?? []), key];
      this.#species.set(taxon.id, { group, taxon, batches });
      return [key, photos] as const;
    });
    this.#journal.put(table, batches);
    noteSkipped(this.#journal, skipped);
  }

  /** By the order of the groups, then by id. */
  species(): readonly AdoptedSpecies[] {
    const order = [...this.#groups.keys()];
    const all = Array.from(this.#species.values(), (one) => {
      return { ...one, taxon: this.#named.get(one.taxon.id) ?? one.taxon };
    });
    return all.sort((a, b) => {
      return order.indexOf(a.group) - order.indexOf(b.group) || a.taxon.id - b.taxon.id;
    });
  }

  photosOf({ batches }: AdoptedSpecies): readonly PhotoCandidate[] {
    return batches
      .flatMap((key) => this.#journal.get(table, key) as readonly PhotoCandidate[])
      .sort((a, b) => a.photoId - b.photoId);
  }

  #settle(file: NamedPhoto, { found }: FoundPhoto): Identified {
    const before = this.#folders.get(file.photoId);
    if (before !== undefined) {
      const detail = `Photo ${file.photoId} lies in ${before} already`;
      return { kind: 'left-out', reason: 'photo-id-twice', detail };
    }
    const group = this.#groups.get(file.group) as GroupQuery;
    const outcome = identifyPhoto(file, found, { group, names: (taxon) => this.#namesOf(taxon) });
    if (outcome.kind === 'left-out') return outcome;
    const other = this.#species.get(outcome.taxon.id)?.group ?? file.group;
    if (other === file.group) return outcome;
    const detail = `${outcome.taxon.name} is in ${other} already`;
    return { kind: 'left-out', reason: 'species-in-two-groups', detail };
  }

  #namesOf(taxon: SpeciesTaxon): readonly string[] {
    const { name, synonyms } = this.#named.get(taxon.id) ?? taxon;
    return [name, ...synonyms.map((synonym) => synonym.name)];
  }

  /** Other names are asked for where those at hand do not fit the folder, of each species once. */
  async #lookUpNames(folder: readonly Asked[]): Promise<void> {
    const wanted = new Map<number, SpeciesTaxon>();
    for (const { file, found } of folder) {
      const taxon = found.found?.taxon;
      const species = taxon && speciesTaxon(taxon);
      if (species === undefined || this.#named.has(species.id)) continue;
      if (!isNamed(file.species, [taxon?.name ?? '', species.name]))
        wanted.set(species.id, species);
    }
    if (wanted.size === 0) return;
    for (const taxon of await this.#tools.withSynonyms([...wanted.values()])) {
      this.#named.set(taxon.id, taxon);
    }
  }
}

export function skippedFile({ path, group, reason, detail }: Omit<Unresolved, 'kind'>): Skipped {
  return { path, sourceSplit: group === undefined ? '' : partOfGroup(group), reason, detail };
}
