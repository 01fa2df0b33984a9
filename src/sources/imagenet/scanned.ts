import type { Skipped } from '../../records/index.ts';
import type { FileLook } from '../source.ts';

/** What the folder or the archive of a class holds. */
export type Scanned =
  | { readonly kind: 'image'; readonly id: string; readonly look: FileLook }
  | ({ readonly kind: 'skipped' } & Omit<Skipped, 'sourceSplit'>);
