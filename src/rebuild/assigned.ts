import type { ImageRecord, Skipped } from '../records/index.ts';

/** What a recipe's rule makes of a record. */
export type Assigned =
  | { readonly kind: 'record'; readonly record: ImageRecord }
  | { readonly kind: 'skipped'; readonly skipped: Skipped };
