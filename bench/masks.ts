import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { decode } from 'fast-png';
import { countValues, runsOf, writeMask } from '../src/io/index.ts';
import { decodeRuns } from '../src/io/png/decode-runs.ts';
import { inflateImage } from '../src/io/png/inflate-image.ts';
import { readPngChunks } from '../src/io/png/png-chunks.ts';
import { makePlan, rebuild } from '../src/rebuild/index.ts';
import { paintScene, sceneHeight, sceneWidth } from '../src/sources/street-scenes/paint-scene.ts';
import { planScenes } from '../src/sources/street-scenes/scene-plan.ts';
import { put } from '../test/support/tiny-source.ts';

// Figures to compare within one run, on one machine: see README.md beside this file.
const { values } = parseArgs({
  options: {
    from: { type: 'string' },
    masks: { type: 'string', default: '8000' },
    only: { type: 'string' },
  },
});

const scratch = mkdtempSync(join(tmpdir(), 'oodforge-bench-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));
const source =
  values.from === undefined ? await paintSource(Number(values.masks)) : resolve(values.from);
say(`${cpus().length} cores, ${cpus()[0]?.model.trim()}, Node ${process.version}`);
say(`Source: ${values.from === undefined ? `${values.masks} painted masks` : source}`);
if (values.only !== 'build') decodeBench(sampleOf(source));
await buildBench(source);

/** Where the time of one mask goes, on one core. */
function decodeBench(files: readonly Uint8Array[]): void {
  const spent = { chunks: 0, inflate: 0, unfilter: 0, count: 0, fastPng: 0 };
  for (let round = 0; round < 3; round++) {
    for (const file of files) {
      const start = performance.now();
      const { header, compressed } = readPngChunks(file);
      const chunks = performance.now();
      const raw = inflateImage(header, compressed);
      const inflated = performance.now();
      const labels = decodeRuns(raw, header.width, header.height);
      const unfiltered = performance.now();
      countValues(labels);
      const counted = performance.now();
      spent.chunks += chunks - start;
      spent.inflate += inflated - chunks;
      spent.unfilter += unfiltered - inflated;
      spent.count += counted - unfiltered;
    }
  }
  for (const file of files.slice(0, 100)) {
    const start = performance.now();
    decode(file);
    spent.fastPng += performance.now() - start;
  }
  const each = (ms: number) => `${((1000 * ms) / (3 * files.length)).toFixed(0)} us`;
  const ours = (spent.unfilter + spent.count) / spent.inflate;
  say(
    `One mask, one core (${files.length} masks, 3 rounds): chunks and CRC ${each(spent.chunks)}, inflate ${each(spent.inflate)}, unfilter ${each(spent.unfilter)}, count ${each(spent.count)}`,
  );
  say(
    `Ours over inflate: ${ours.toFixed(2)}; a JavaScript PNG decoder: ${((1000 * spent.fastPng) / Math.min(100, files.length)).toFixed(0)} us a mask`,
  );
}

/** A whole build: plan, inspect, judge, freeze, as the command line does it. */
async function buildBench(from: string): Promise<void> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const start = performance.now();
  const out = join(scratch, 'out');
  const plan = await makePlan('bdd-anomaly', {
    from,
    out,
    placement: 'none',
    encoding: 'auto',
    threads: cpus().length,
  });
  const { info } = await rebuild(plan);
  const seconds = (performance.now() - start) / 1000;
  delay.disable();
  const { records } = info.counts;
  say(
    `Build of ${records} masks: ${seconds.toFixed(2)} s, ${(records / seconds).toFixed(0)} masks a second`,
  );
  say(
    `Peak resident memory ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MiB, longest block of the main thread ${(delay.max / 1e6).toFixed(0)} ms`,
  );
}

/** Paints a few dozen scenes and writes them under as many names as asked for. */
async function paintSource(count: number): Promise<string> {
  const scenes = planScenes('bench').slice(0, 48);
  const masks = scenes.map((scene) =>
    writeMask(runsOf(paintScene(scene, 'bench').labels, sceneWidth, sceneHeight)),
  );
  for (let i = 0; i < count; i++) {
    const id = `${i.toString(16).padStart(8, '0')}-${i.toString(16).padStart(8, '0')}`;
    const split = i % 8 === 7 ? 'val' : 'train';
    put(
      scratch,
      `source/labels/${split}/${id}_train_id.png`,
      masks[i % masks.length] as Uint8Array,
    );
  }
  return join(scratch, 'source');
}

function sampleOf(from: string): readonly Uint8Array[] {
  const place = ['labels/val', 'seg/labels/val']
    .map((path) => join(from, path))
    .find((path) => existsSync(path));
  if (place === undefined) throw new Error(`No labels/val below ${from}`);
  const names = readdirSync(place).slice(0, 1000);
  return names.map((name) => readFileSync(join(place, name)));
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
