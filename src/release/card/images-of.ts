import type { CheckReport } from '../../records/index.ts';

/** Images of a class as the check `figures` counted them; empty where the recipe does not run it. */
export function imagesOf(name: string, reports: readonly CheckReport[]): string {
  const perClass = reports.find(({ check }) => check === 'figures')?.figures.imagesPerClass;
  if (typeof perClass !== 'object' || perClass === null) return '';
  return String(perClass[name] ?? 0);
}
