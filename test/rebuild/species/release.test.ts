import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import test, { type ExecutionContext } from 'ava';
import { parseCertificate } from '../../../src/records/index.ts';
import { makeWorld } from '../../../src/sources/inaturalist-stand-in/index.ts';
import { temporaryFolder } from '../../support/folders.ts';
import { smoothPhoto } from '../../support/photos.ts';
import { runHere } from '../../support/run-here.ts';
import { speciesStage, sumsOf } from '../../support/species-build.ts';

/** A release with everything a release of species can hold. */
async function fullRelease(t: ExecutionContext): Promise<string> {
  const stage = await speciesStage(t, { world: makeWorld({ seed: '1' }) });
  const against = join(stage.folder, 'in-distribution');
  mkdirSync(against);
  writeFileSync(join(against, 'seen.jpg'), await smoothPhoto().jpeg().toBuffer());
  return stage.build({ againstImages: against });
}

test('a release of species verifies, passes its gate, and names what was tampered with', async (t) => {
  const release = await fullRelease(t);
  const verified = await runHere(['verify', release]);
  t.is(verified.code, 0, verified.stdout + verified.stderr);
  const gated = await runHere(['gate', release]);
  t.is(gated.code, 0, gated.stdout + gated.stderr);
  t.regex(gated.stdout, /Gate species-stand-in .*: pass/);

  const [image = ''] = /images\/\S+/.exec(sumsOf(release)) ?? [];
  const tampered = [image, 'ATTRIBUTION.csv', 'certificate.json', 'reference-hashes.tsv'];
  for (const path of tampered) {
    const copy = join(temporaryFolder(t), 'species-stand-in-1.0.0');
    cpSync(release, copy, { recursive: true });
    t.true(existsSync(join(copy, path)), path);
    const bytes = readFileSync(join(copy, path));
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] as number) ^ 1;
    writeFileSync(join(copy, path), bytes);
    const found = await runHere(['verify', copy]);
    t.not(found.code, 0, path);
    t.true(`${found.stdout}${found.stderr}`.includes(path), found.stdout + found.stderr);
    t.not((await runHere(['gate', copy])).code, 0, path);
  }
});

test('the gate of species ends in 1 where too little is left, and in 2 without a release', async (t) => {
  const stage = await speciesStage(t);
  const release = await stage.build({ groups: ['fungi'] });
  const { code, stdout } = await runHere(['gate', release]);
  t.is(code, 1, stdout);
  t.regex(stdout, /fail +bound +species /);
  t.is((await runHere(['gate', join(stage.folder, 'nowhere')])).code, 2);
});

test('the certificate of a release lists no species of tier T0 or T1', async (t) => {
  const release = await fullRelease(t);
  const text = readFileSync(join(release, 'certificate.json'), 'utf8');
  const certificate = parseCertificate(JSON.parse(text), 'certificate');
  const tiers = JSON.stringify(certificate).match(/"tier":"[^"]+"/g) ?? [];
  t.true(tiers.length > 0);
  t.deepEqual(
    tiers.filter((tier) => /T0|T1|review/.test(tier)),
    [],
  );
});

const mirror = fileURLToPath(
  new URL('../../../../shared/realdata/classlists/imagenet/', import.meta.url),
);
const onRealLists = existsSync(mirror) ? test : test.skip;

onRealLists('species are chosen against ImageNet-21K where its list is at hand', async (t) => {
  const stage = await speciesStage(t, {
    recipe: (recipe) => ({
      ...recipe,
      checks: (recipe.checks as readonly Record<string, unknown>[]).map((check) =>
        check.check === 'overlap' ? { ...check, against: ['imagenet-21k'] } : check,
      ),
    }),
  });
  const release = await stage.build({
    lists: { mirror, rawFolder: join(stage.folder, 'raw') },
    groups: ['insects', 'amphibians', 'fungi'],
    limit: 8,
  });
  const certificate = readFileSync(join(release, 'certificate.json'), 'utf8');
  t.regex(certificate, /imagenet-21k/);
  t.notRegex(certificate, /"tier":\s*"(T0|T1|review)"/);
  const sums = sumsOf(release);
  t.notRegex(sums, /danaus_plexippus|amanita_muscaria/, 'classes of ImageNet-21K are out');
  const verified = await runHere(['verify', release]);
  t.is(verified.code, 0, verified.stdout + verified.stderr);
});
