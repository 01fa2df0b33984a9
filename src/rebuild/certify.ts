import {
  audit,
  type CandidateList,
  certificateText,
  type Decisions,
  readClassList,
  readDecisions,
} from '../audit/index.ts';
import { overlapOptionsOf } from '../checks/index.ts';
import { type Manifest, type PinnedPlaces, readWordnetNouns } from '../io/index.ts';
import { type ClassList, type NounTables, readNouns } from '../lexicon/index.ts';
import type { Recipe, Sha256, Tier } from '../records/index.ts';

/** What the classes of a dataset are held against. */
export interface AuditBasis {
  readonly nouns: NounTables;
  readonly wordnetSha256: Sha256;
  readonly lists: readonly ClassList[];
  readonly failsFrom: Tier;
  readonly decisions: Decisions;
}

/**
 * What the overlap check of a recipe asks for; undefined where it has none.
 *
 * @throws {InvalidInput} for a class set that does not exist or is not at hand
 */
export async function readAuditBasis(
  { content, where }: Manifest<Recipe>,
  lists: PinnedPlaces = { rawFolder: 'data/raw' },
): Promise<AuditBasis | undefined> {
  const wanted = overlapOptionsOf(content, where);
  if (wanted === undefined) return undefined;
  const wordnet = await readWordnetNouns();
  const places = { ...lists, wordnet };
  return {
    nouns: readNouns(wordnet.bytes, wordnet.where),
    wordnetSha256: wordnet.sha256,
    lists: await Promise.all(wanted.against.map((name) => readClassList(name, places))),
    failsFrom: wanted.failsFrom,
    decisions: await readDecisions(undefined),
  };
}

/** The text of the certificate of some candidates. */
export async function certify(basis: AuditBasis, candidates: CandidateList): Promise<string> {
  const entries: Uint8Array[] = [];
  const onEntries = async (lines: Uint8Array) => void entries.push(lines);
  return certificateText(await audit({ ...basis, candidates, onEntries }), entries);
}
