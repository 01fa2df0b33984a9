import type { BudgetPlan, Clock, PinnedPlaces } from '../../io/index.ts';
import type { Progress } from '../build-options.ts';

/** What a user says of a build of species. */
export interface SpeciesOptions {
  /** `open-data:DIR`, `api[:URL]`, `web[:URL]`. */
  readonly from: string;
  /** Where synonyms are looked up that the source lacks: `api[:URL]` or `none`; the API where `undefined`. */
  readonly names?: string | undefined;
  /** The folder in which the release folder is made. */
  readonly out: string;
  /** Keeps budgets and what is prepared of the source, across builds. */
  readonly workFolder: string;
  /** An e-mail address or a page, told to every server that is asked. */
  readonly contact: string;
  /** Instead of the recipe's address of photos: a mirror. */
  readonly photos?: string | undefined;
  /** Names of the groups to build; all where `undefined`. */
  readonly groups?: readonly string[] | undefined;
  /** At most so many species of each group. */
  readonly limit?: number | undefined;
  /** A folder of images, or a file of hashes, that no photo may be like. */
  readonly againstImages?: string | undefined;
  /** Freeze however many photos a server failed to give. */
  readonly acceptFailures?: boolean | undefined;
  /** Photos fetched and read at once. */
  readonly atOnce: number;
  readonly threads: number;
  readonly lists: PinnedPlaces;
  /** What may be asked of whom; the usual ones, and none for hosts of this machine, where `undefined`. */
  readonly budgets?: BudgetPlan | undefined;
  /** This machine's where `undefined`. */
  readonly clock?: Clock | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** Something that takes a while: "waiting 40 s for the budget of api.inaturalist.org". */
  readonly onWait?: ((text: string) => void) | undefined;
}
