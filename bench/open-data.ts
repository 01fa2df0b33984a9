import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { writeOpenData } from './open-data-files.ts';

// Figures of the open-data way, each run in a process of its own: see README.md beside this.
const { values } = parseArgs({
  options: {
    photos: { type: 'string', default: '50000000' },
    observations: { type: 'string', default: '30000000' },
    taxa: { type: 'string', default: '400000' },
    observers: { type: 'string', default: '1000000' },
    gzip: { type: 'boolean', default: false },
    memory: { type: 'string', default: '768' },
  },
});

const scratch = mkdtempSync(join(tmpdir(), 'oodforge-bench-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));
const plan = fileURLToPath(new URL('open-data-plan.ts', import.meta.url));

say(`${cpus().length} cores, ${cpus()[0]?.model.trim()}, Node ${process.version}`);
const start = performance.now();
await writeOpenData(scratch, {
  photos: Number(values.photos),
  observations: Number(values.observations),
  taxa: Number(values.taxa),
  observers: Number(values.observers),
  isGzip: values.gzip,
});
const bytes = readdirSync(scratch).reduce(
  (sum, name) => sum + statSync(join(scratch, name)).size,
  0,
);
say(`${values.photos} photos, ${values.observations} observations: ${mebibytes(bytes)}`);
say(`written in ${((performance.now() - start) / 1000).toFixed(0)} s`);
for (const title of ['first run', 'again, from Parquet']) run(title);

/** Plans the seven groups in a process of its own; says what that says. */
function run(title: string): void {
  const args = [plan, scratch, join(scratch, 'work'), String(Number(values.memory) * 2 ** 20)];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  say(`${title}: ${stdout.trim()}`);
}

function mebibytes(count: number): string {
  return `${(count / 2 ** 20).toFixed(0)} MiB`;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
