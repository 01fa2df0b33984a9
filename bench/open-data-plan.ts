import type { GroupQuery } from '../src/records/index.ts';
import { findPhotos, openOpenData } from '../src/sources/inaturalist/open-data/index.ts';
import type { SpeciesTaxon } from '../src/sources/inaturalist/photo-source.ts';
import { samplePhotos } from '../src/sources/inaturalist/sample-photos.ts';
import { madeUpRoots } from './open-data-files.ts';

// What bench/open-data.ts measures: from a snapshot to a sampled plan of seven groups.
const [folder = '', workFolder = '', memory = ''] = process.argv.slice(2);
const start = performance.now();
const seconds = () => ((performance.now() - start) / 1000).toFixed(1);

const source = await openOpenData(folder, { workFolder, memoryBytes: Number(memory) });
const opened = seconds();
const wanted = 172;
let [species, offered, taken] = [0, 0, 0];
const someIds: number[] = [];
for (const { group, id, name } of madeUpRoots) {
  const query = queryOf(group, { id, name });
  const drawn: SpeciesTaxon[] = [];
  for await (const one of source.species(query)) if (drawn.push(one) === wanted) break;
  for await (const { photos } of source.photos(drawn, query)) {
    const sample = samplePhotos(photos, query);
    species++;
    offered += photos.length;
    taken += sample.length;
    someIds.push(...sample.map(({ photoId }) => photoId));
  }
}
const planned = seconds();
let found = 0;
for await (const one of findPhotos(source, someIds)) if (one.found !== undefined) found++;
const looked = seconds();
await source.close();

const { maxRSS } = process.resourceUsage();
const { user, system } = process.cpuUsage();
process.stdout.write(
  `opened after ${opened} s, planned after ${planned} s (${species} species, ${taken} of ${offered} photos), ` +
    `${found} of ${someIds.length} ids found after ${looked} s, ` +
    `${(maxRSS / 1024).toFixed(0)} MiB, ${((user + system) / 1e6).toFixed(0)} s of processor time\n`,
);

function queryOf(group: string, root: { readonly id: number; readonly name: string }): GroupQuery {
  return {
    group,
    roots: [root],
    without: [],
    ranks: ['species'],
    qualityGrades: ['research'],
    licences: ['cc0', 'cc-by', 'cc-by-nc'],
    leastImages: 20,
    mostImages: 700,
    mostSpecies: wanted,
    mostOfObservation: 1,
    mostOfObserver: 50,
    seed: 'bench',
  };
}
