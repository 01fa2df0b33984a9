import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { groupHashes, type Hashes } from '../src/checks/duplicates/group-hashes.ts';
import { nearPairs } from '../src/checks/duplicates/near-pairs.ts';
import { numbersFrom } from './numbers-from.ts';

// All near pairs among perceptual hashes: see README.md beside this file.
const { values } = parseArgs({
  options: {
    hashes: { type: 'string', default: '1000000' },
    alike: { type: 'string', default: '20000' },
  },
});

const count = Number(values.hashes);
say(`${cpus().length} cores, ${cpus()[0]?.model.trim()}, Node ${process.version}`);
const random = randomHashes(count);
for (const distance of [4, 6, 8, 10]) run(`${count} random hashes`, random, distance);
const flat = { high: new Uint32Array(count).fill(7), low: new Uint32Array(count).fill(9) };
run(`${count} equal hashes`, flat, 6);
run(`${values.alike} of ${count} nearly equal`, withAlike(random, Number(values.alike)), 6);

function run(title: string, hashes: Hashes, distance: number): void {
  const start = performance.now();
  const cpu = process.cpuUsage();
  const groups = groupHashes(hashes);
  const grouped = performance.now();
  let pairs = 0;
  nearPairs(groups, distance, () => {
    pairs++;
    return true;
  });
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  const sorting = ((grouped - start) / 1000).toFixed(1);
  const { user, system } = process.cpuUsage(cpu);
  const busy = ((user + system) / 1e6).toFixed(1);
  const mib = (process.resourceUsage().maxRSS / 1024).toFixed(0);
  say(
    `${title}, within ${distance}: ${seconds} s, of which grouping ${sorting}; ${busy} s of processor time; ${groups.high.length} groups, ${pairs} pairs; at most ${mib} MiB so far`,
  );
}

function randomHashes(length: number): Hashes {
  const number = numbersFrom(1);
  return {
    high: Uint32Array.from({ length }, number),
    low: Uint32Array.from({ length }, number),
  };
}

/** Some hashes become one another's neighbours: three bits of one hash turned in each. */
function withAlike({ high, low }: Hashes, alike: number): Hashes {
  const number = numbersFrom(2);
  const near = { high: high.slice(), low: low.slice() };
  for (let i = 0; i < alike; i++) {
    let [a, b] = [0x12345678, 0x9abcdef0];
    for (let turned = 0; turned < 3; turned++) {
      const bit = number() >>> 26;
      if (bit < 32) a ^= 1 << bit;
      else b ^= 1 << (bit - 32);
    }
    near.high[i] = a;
    near.low[i] = b;
  }
  return near;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
