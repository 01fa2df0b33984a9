import {
  audit,
  certificateText,
  readClassList,
  readClassSetCandidates,
  readDecisions,
} from '../audit/index.ts';
import { overlapOptionsOf } from '../checks/index.ts';
import { readWordnetNouns } from '../io/index.ts';
import { readNouns } from '../lexicon/index.ts';
import type { Plan } from './plan.ts';

/**
 * The certificate of a dataset's classes against the sets that its overlap check names; undefined
 * where the recipe has no such check.
 *
 * @throws {InvalidInput} for a class set that does not exist or is not at hand
 */
export async function certify({ recipe, classSet, options }: Plan): Promise<string | undefined> {
  const wanted = overlapOptionsOf(recipe.content, recipe.where);
  if (wanted === undefined) return undefined;
  const wordnet = await readWordnetNouns();
  const places = { ...(options.lists ?? { rawFolder: 'data/raw' }), wordnet };
  const { content, sha256, where } = classSet;
  const entries: Uint8Array[] = [];
  const found = await audit({
    nouns: readNouns(wordnet.bytes, wordnet.where),
    wordnetSha256: wordnet.sha256,
    lists: await Promise.all(wanted.against.map((name) => readClassList(name, places))),
    candidates: readClassSetCandidates(content, { where, sha256, format: 'class set' }),
    failsFrom: wanted.failsFrom,
    decisions: await readDecisions(undefined),
    onEntries: async (lines) => void entries.push(lines),
  });
  return certificateText(found, entries);
}
