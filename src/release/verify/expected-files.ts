import type { SourcedFile } from '../../records/index.ts';
import type { Checksums } from '../checksums.ts';
import type { Release } from '../open-release.ts';
import type { Deviation, ExpectedFile, ExpectedLabels } from './expected-file.ts';

export interface Expected {
  readonly inRelease: readonly ExpectedFile[];
  /** The same records' files as they lie in the source. */
  readonly inSource: readonly ExpectedFile[];
  readonly records: number;
  /** Where the records and `SHA256SUMS` contradict each other. */
  readonly mismatches: readonly Deviation[];
}

/** Everything that a release says of files, from its records and its checksums. */
export async function expectedFiles({ tables, info }: Release, sums: Checksums): Promise<Expected> {
  const labelsOf = new Map<string, ExpectedLabels>();
  const inSource: ExpectedFile[] = [];
  const mismatches: Deviation[] = [];
  let records = 0;
  const expect = (
    file: SourcedFile,
    labels?: { readonly placed: ExpectedLabels; readonly source: ExpectedLabels | undefined },
  ) => {
    const { source, placed } = file;
    if (placed !== undefined && labels !== undefined) labelsOf.set(placed.path, labels.placed);
    const mismatch = findMismatch(file, info.kind, sums);
    if (mismatch !== undefined) mismatches.push(mismatch);
    inSource.push(withLabels({ path: source.path, sha256: source.sha256 }, labels?.source));
  };
  for await (const { image, truth } of tables.records()) {
    records++;
    if (image !== undefined) expect(image);
    if (truth.kind !== 'mask') continue;
    const labels = { sha256: truth.labelSha256, pixels: truth.pixels };
    // A shifted source mask holds other values than its record; it is held to its digest alone.
    expect(truth.file, {
      placed: labels,
      source: truth.encoding === 'train-ids' ? labels : undefined,
    });
  }
  const inRelease = [...sums].map(([path, sha256]) =>
    withLabels({ path, sha256 }, labelsOf.get(path)),
  );
  return { inRelease, inSource, records, mismatches };
}

function findMismatch(
  { source, placed }: SourcedFile,
  kind: 'full' | 'recipe',
  sums: Checksums,
): Deviation | undefined {
  const path = placed?.path ?? source.path;
  if ((placed === undefined) === (kind === 'full')) {
    const how = placed === undefined ? 'does not say where it lies in' : 'says that it lies in';
    return { path, problem: 'records', detail: `The record ${how} this ${kind} release` };
  }
  if (placed === undefined || sums.get(path) === placed.sha256) return undefined;
  return { path, problem: 'records', detail: 'SHA256SUMS and the record state different digests' };
}

function withLabels(file: ExpectedFile, labels: ExpectedLabels | undefined): ExpectedFile {
  return labels === undefined ? file : { ...file, labels };
}
