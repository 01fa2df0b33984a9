import type { TruthKind } from '../../records/index.ts';
import type { Check, CheckContext, CheckRun } from '../check.ts';
import { equalBytes, equalPixels } from './equal-images.ts';
import { ImageIndex } from './image-index.ts';
import { listAtMost } from './judge-group.ts';
import { nearImages } from './near-images.ts';
import { type DuplicatesOptions, parseDuplicatesOptions } from './options.ts';
import { equalToReference } from './reference-images.ts';

/**
 * Every image stands once and, where the release has the hashes of a reference, is not in it. The same
 * bytes or, of species, the same pixels under two truths or in two splits are a fault, within one a
 * note; photos of species that look alike are named.
 */
export const duplicates: Check = {
  name: 'duplicates',
  start: (options, context, where) =>
    startDuplicates(parseDuplicatesOptions(options, where), context),
};

function startDuplicates(options: DuplicatesOptions, { references }: CheckContext): CheckRun {
  const index = new ImageIndex();
  const kinds = new Set<TruthKind>();
  return {
    addRecord(record) {
      kinds.add(record.truth.kind);
      index.add(record);
    },
    addSkipped() {},
    finish() {
      const isSpecies = kinds.has('species');
      const members = isSpecies ? 'species' : 'classes';
      const inReference =
        references === undefined ? undefined : equalToReference(index, references);
      const reference =
        references === undefined || inReference === undefined
          ? undefined
          : { hashes: references, equal: inReference.equal };
      const judged = [
        equalBytes(index, members),
        ...(isSpecies ? [equalPixels(index, members)] : []),
        ...(inReference === undefined ? [] : [inReference]),
        ...(isSpecies && options.mostDistance > 0 ? [nearImages(index, options, reference)] : []),
      ];
      return {
        figures: Object.assign({}, ...judged.map(({ figures }) => figures)),
        findings: listAtMost(
          judged.flatMap(({ findings }) => findings),
          options.mostListed,
        ),
      };
    },
  };
}
