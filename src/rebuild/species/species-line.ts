import type { Journal, Manifest } from '../../io/index.ts';
import type {
  Claim,
  ClassSet,
  GroupQuery,
  INaturalistSource,
  Recipe,
} from '../../records/index.ts';
import type { Progress } from '../build-options.ts';
import type { AuditBasis } from '../certify.ts';
import type { AcquireTools } from './acquire-photo.ts';
import type { PlanBook } from './plan-book.ts';

/** A release of species to make: all that is decided, and how the rest is found out. */
export interface SpeciesLine {
  readonly recipe: Manifest<Recipe>;
  readonly classSet: Manifest<ClassSet>;
  readonly claims: readonly Claim[];
  readonly iNaturalist: INaturalistSource;
  /** The groups to build, as the recipe has them or narrowed by the user. */
  readonly groups: readonly GroupQuery[];
  readonly basis: AuditBasis;
  /** Which data this is made of, in words for the release. */
  readonly layout: string;
  /** Folder of the release, `<out>/<name>-<version>`. */
  readonly target: string;
  /** What the journal depends on. */
  readonly identity: unknown;
  /** Photos under way at once. */
  readonly atOnce: number;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  readonly plan: (journal: Journal) => Promise<PlanBook>;
  /** Share of the photos that may be missing for reasons that may pass; more, and nothing is frozen. */
  readonly mostFailedShare: number;
  /** Waits before so many photos are asked for once more; at once where `undefined`. */
  readonly rest?: ((photos: number) => Promise<void>) | undefined;
  readonly tools: (staging: string) => AcquireTools;
  /** Hashes of images that no photo may be like, as the release keeps them. */
  readonly references?: (() => Promise<Uint8Array>) | undefined;
}
