import { appendFileSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { InvalidInput } from '../../src/errors.ts';
import { hashBytes } from '../../src/io/index.ts';
import { makePlan, rebuild } from '../../src/rebuild/index.ts';
import { referenceHashesText, type TaskRunner } from '../../src/records/index.ts';
import {
  diffReleases,
  exporterOfName,
  freezeRelease,
  openRelease,
  verifyRelease,
  writeTables,
} from '../../src/release/index.ts';
import { classPhoto, dolphin, multilabel, writeClassSource } from '../support/class-source.ts';
import { temporaryFolder } from '../support/folders.ts';
import { encodeTar } from '../support/tar.ts';
import { tinyOptions } from '../support/tiny-source.ts';

/** Carries tasks out in this process. */
const runTask: TaskRunner = async function* (task, items) {
  const work = (await import(task.module))[task.name];
  for (const item of items) yield [await work(item, task.context)];
};

async function buildClasses(t: ExecutionContext, placement: 'copy' | 'none' = 'copy') {
  const folder = temporaryFolder(t);
  const source = join(folder, 'source');
  await writeClassSource(source, { form: 'archives' });
  await rebuild(await makePlan(multilabel, tinyOptions(source, folder, { placement })));
  return { folder, source, release: join(folder, `${multilabel}-1.0.0`) };
}

async function open(t: ExecutionContext, folder: string) {
  const release = await openRelease(folder);
  t.teardown(() => release.close());
  return release;
}

async function verify(t: ExecutionContext, folder: string, sourceRoot?: string) {
  return verifyRelease(await open(t, folder), { runTask, sourceRoot });
}

test('verifyRelease() passes a release of classes, and holds archives to it', async (t) => {
  const { release, source } = await buildClasses(t);
  const { verdict, records, sourceFiles } = await verify(t, release, source);
  t.deepEqual({ verdict, records, sourceFiles }, { verdict: 'pass', records: 40, sourceFiles: 40 });
});

test('verifyRelease() names each file of a release of classes that was tampered with', async (t) => {
  const { release } = await buildClasses(t);
  const image = (n: number) => `images/test/${dolphin}/${dolphin}_${n}.JPEG`;
  appendFileSync(join(release, image(1)), 'x');
  rmSync(join(release, image(2)));
  writeFileSync(join(release, image(3)), await classPhoto(3));
  const { verdict, deviations } = await verify(t, release);
  t.is(verdict, 'fail');
  t.deepEqual(
    deviations.map(({ problem, path }) => `${problem} ${path}`),
    [`digest ${image(1)}`, `missing ${image(2)}`, `unlisted ${image(3)}`],
  );
});

test('verifyRelease() of a recipe release names each member of an archive that deviates', async (t) => {
  const { release, source } = await buildClasses(t, 'none');
  const content = await classPhoto(999);
  writeFileSync(
    join(source, `${dolphin}.tar`),
    encodeTar([{ name: `${dolphin}_1.JPEG`, content }]),
  );
  rmSync(join(source, 'n02139199.tar'));
  const { deviations } = await verify(t, release, source);
  t.deepEqual(
    deviations.map(({ problem, path }) => `${problem} ${path}`),
    [
      `digest ${dolphin}.tar/${dolphin}_1.JPEG`,
      `missing ${dolphin}.tar/${dolphin}_2.JPEG`,
      'missing n02139199.tar/n02139199_1.JPEG',
      'missing n02139199.tar/n02139199_2.JPEG',
    ],
  );
});

test('diffReleases() says which images of classes came, went and changed', async (t) => {
  const { release, source, folder } = await buildClasses(t);
  const members = [
    { name: `${dolphin}_2.JPEG`, content: await classPhoto(999, 30, 20) },
    { name: `${dolphin}_3.JPEG`, content: await classPhoto(998) },
  ];
  writeFileSync(join(source, `${dolphin}.tar`), encodeTar(members));
  const out = join(folder, 'later');
  await rebuild(await makePlan(multilabel, tinyOptions(source, out)));
  const [a, b] = [await open(t, release), await open(t, join(out, `${multilabel}-1.0.0`))];
  t.deepEqual(await diffReleases(a, a), []);
  t.deepEqual(await diffReleases(a, b), [
    { kind: 'went', id: `${dolphin}_1`, split: 'test' },
    { kind: 'changed', id: `${dolphin}_2`, split: 'test', what: ['photo', 'size'] },
    { kind: 'came', id: `${dolphin}_3`, split: 'test' },
  ]);
});

test('the form odgt refuses a release of classes', async (t) => {
  const { release, folder } = await buildClasses(t, 'none');
  const out = join(folder, 'odgt');
  const exported = exporterOfName('odgt').export(await open(t, release), { out, runTask });
  await t.throwsAsync(exported, {
    instanceOf: InvalidInput,
    message: /odgt holds label masks, and the truth of this release is a class/,
  });
});

test('freezeRelease() writes the certificate it is given, and verifyRelease() holds it', async (t) => {
  const { release, folder } = await buildClasses(t, 'none');
  const { info, tables } = await open(t, release);
  const { counts: _, verdicts: __, ...identity } = info;
  const [staging, target] = [join(folder, 'staging'), join(folder, 'certified')];
  mkdirSync(staging);
  const certificate = readFileSync(join(release, 'certificate.json'), 'utf8');
  const input = { recipe: info.recipe.content, classSet: info.classSet.content };
  const rows = { records: tables.records(), skipped: tables.skipped(), truth: 'class' as const };
  await writeTables(staging, folder, { ...input, ...rows });
  await freezeRelease({ staging, target, identity, claims: [], certificate });
  t.regex(readFileSync(join(target, 'SHA256SUMS'), 'utf8'), /^[0-9a-f]{64} {2}certificate\.json$/m);
  t.is((await verify(t, target)).verdict, 'pass');
  appendFileSync(join(target, 'certificate.json'), ' ');
  t.deepEqual(
    (await verify(t, target)).deviations.map(({ problem, path }) => `${problem} ${path}`),
    ['digest certificate.json'],
  );
});

test('freezeRelease() keeps the reference it compares with, and verifyRelease() compares again', async (t) => {
  const { release, folder } = await buildClasses(t);
  const { info, tables } = await open(t, release);
  const { counts: _, verdicts: __, ...identity } = info;
  const [staging, target] = [join(folder, 'staging'), join(folder, 'compared')];
  cpSync(join(release, 'images'), join(staging, 'images'), { recursive: true });
  const input = { recipe: info.recipe.content, classSet: info.classSet.content };
  const rows = { records: tables.records(), skipped: tables.skipped(), truth: 'class' as const };
  await writeTables(staging, folder, { ...input, ...rows });
  const sha256 = hashBytes(await classPhoto(0));
  const entry = {
    kind: 'hashed',
    perceptualHash: '0'.repeat(16),
    sha256,
    path: 'seen.jpg',
  } as const;
  const references = Buffer.from(referenceHashesText([entry]));
  const certificate = readFileSync(join(release, 'certificate.json'), 'utf8');
  const frozen = { staging, target, identity, claims: [], certificate, references };
  const { reports } = await freezeRelease(frozen);
  const report = reports.find(({ check }) => check === 'duplicates');
  t.deepEqual(report?.figures.reference, { images: 1, unreadable: 0, inRelease: 1 });
  t.is(report?.findings[0]?.code, 'image-in-reference');
  t.is((await verify(t, target)).verdict, 'pass');
  writeFileSync(join(target, 'reference-hashes.tsv'), referenceHashesText([]));
  t.deepEqual(
    (await verify(t, target)).deviations.map(({ problem, path }) => `${problem} ${path}`),
    ['checks checks.json', 'digest reference-hashes.tsv', 'checks release.json'],
  );
});
