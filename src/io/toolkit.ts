import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from '../records/index.ts';

/** The folder that holds package.json, manifests and data. */
export const projectFolder = fileURLToPath(new URL('../../', import.meta.url));

/** "oodforge 0.1.0": what writes releases, as it names itself in them. */
export function toolkitName(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  const { name, version } = z
    .object({ name: z.string(), version: z.string() })
    .parse(JSON.parse(text));
  return `${name} ${version}`;
}
