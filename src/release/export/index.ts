import { InvalidInput } from '../../errors.ts';
import type { Exporter } from './exporter.ts';
import { odgt } from './odgt.ts';

/** Every form a release can be exported to. */
export const exporters: readonly Exporter[] = [odgt];

/** @throws {InvalidInput} naming the forms there are */
export function exporterOfName(name: string): Exporter {
  const exporter = exporters.find((candidate) => candidate.name === name);
  if (exporter !== undefined) return exporter;
  const known = exporters.map((candidate) => candidate.name).join(', ');
  throw new InvalidInput(`Unknown export form "${name}" (known: ${known}): --to`);
}
