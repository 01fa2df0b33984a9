import type { TaskRunner } from '../../records/index.ts';
import type { Release } from '../open-release.ts';

export interface ExportOptions {
  /** A folder that does not exist yet. */
  readonly out: string;
  /** Root of the source, where the release is a recipe and holds no files itself. */
  readonly sourceRoot?: string | undefined;
  readonly runTask: TaskRunner;
  readonly onProgress?: (done: number, total: number) => void;
}

export interface Exported {
  readonly out: string;
  readonly files: number;
  /** One line each: what the user should know or do next. */
  readonly remarks: readonly string[];
}

/** Writes a release in the form that other tools read. One file an exporter, one line in `index.ts`. */
export interface Exporter {
  readonly name: string;
  readonly summary: string;
  export(release: Release, options: ExportOptions): Promise<Exported>;
}
