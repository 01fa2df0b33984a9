import { spawnSync } from 'node:child_process';
import { createWriteStream, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readWordnetNouns } from '../src/io/index.ts';
import { Lexicon, readNouns } from '../src/lexicon/index.ts';
import { Taxonomy } from '../src/lexicon/taxonomy/taxonomy.ts';
import { taxaLines } from './made-up-taxa.ts';

// Figures of the overlap audit, each command in a process of its own: see README.md beside this.
const { values } = parseArgs({
  options: {
    taxa: { type: 'string', default: '1600000' },
    mirror: { type: 'string' },
    threads: { type: 'string', default: String(cpus().length) },
  },
});

const scratch = mkdtempSync(join(tmpdir(), 'oodforge-bench-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));
const measured = fileURLToPath(new URL('measured-main.mjs', import.meta.url));
const mirror = values.mirror === undefined ? [] : ['--mirror', values.mirror];

say(`${cpus().length} cores, ${cpus()[0]?.model.trim()}, Node ${process.version}`);
const nouns = await timed('read the nouns of WordNet', async () => {
  const { bytes, where } = await readWordnetNouns();
  return readNouns(bytes, where);
});
const taxonomy = new Taxonomy(new Lexicon(nouns));

const one = join(scratch, 'one.txt');
writeFileSync(one, 'Danaus plexippus\n');
run('one taxon, first start', ['audit', one, ...mirror]);
run('one taxon', ['audit', one, ...mirror]);

const taxa = join(scratch, 'taxa.csv');
await pipeline(Readable.from(taxaLines(taxonomy, Number(values.taxa))), createWriteStream(taxa));
say(`${values.taxa} taxa, ${(statSync(taxa).size / 2 ** 20).toFixed(0)} MiB`);
const certificate = join(scratch, 'certificate.json');
const audit = ['audit', taxa, ...mirror, '--threads', values.threads];
run('all taxa', audit);
run('all taxa with certificate', [...audit, '--out', certificate]);
say(`certificate: ${(statSync(certificate).size / 2 ** 20).toFixed(0)} MiB`);

/** Runs the command line as a user does; says its seconds and its largest resident size. */
function run(title: string, args: readonly string[]): void {
  const start = performance.now();
  const { stderr } = spawnSync(process.execPath, [measured, ...args], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (!stderr.includes('maxrss') || stderr.includes('oodforge:')) throw new Error(stderr);
  const seconds = (performance.now() - start) / 1000;
  const rss = Number(/maxrss (\d+)/.exec(stderr)?.[1]) / 1024;
  say(`${title}: ${seconds.toFixed(2)} s, ${rss.toFixed(0)} MiB`);
}

async function timed<T>(title: string, work: () => Promise<T>): Promise<T> {
  const start = performance.now();
  const result = await work();
  say(`${title}: ${((performance.now() - start) / 1000).toFixed(2)} s`);
  return result;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
