import { buildText } from '../report/index.ts';
import type { Outcome } from './command.ts';

type Built = Parameters<typeof buildText>[0];

/** What a command ends with that has made a release: whether it may go out, the gate says. */
export function builtOutcome(
  folder: string,
  { info, reports, digest, acquisition }: Omit<Built, 'folder'>,
): Outcome {
  const summary = { folder, info, reports, digest, acquisition };
  const json = { ...summary, info: { ...info, recipe: info.recipe.sha256 } };
  return { verdict: 'pass', text: buildText(summary), json };
}
