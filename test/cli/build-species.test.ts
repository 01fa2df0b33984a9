import { existsSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { type Finished, startCli } from '../support/run-cli.ts';
import { runHere } from '../support/run-here.ts';
import {
  isPhoto,
  type RecipeJson,
  speciesStage,
  sumsOf,
  withGroups,
} from '../support/species-build.ts';

// Whoever runs the tests may have one.
delete process.env.OODFORGE_CONTACT;

const run = (args: readonly string[]) => startCli(args).finished;

test('a dry run downloads no image, knows what the build then uses, and its plan stands', async (t) => {
  const stage = await speciesStage(t);
  const { log } = stage.standIn;
  const dry = await run(stage.args('--dry-run', '--json'));
  t.is(dry.code, 0, dry.stderr);
  t.deepEqual(stage.photosAsked(), []);
  const { fetch, groups } = JSON.parse(dry.stdout);
  t.is(groups.length, 7);
  t.false(existsSync(join(stage.folder, 'out/species-stand-in-1.0.0')));

  const asked = log.length;
  const built = await run(stage.args());
  t.is(built.code, 0, built.stderr);
  const since = log.slice(asked);
  t.true(
    since.every(({ path }) => isPhoto(path)),
    'the plan is not asked for again',
  );
  const bytes = since.reduce((sum, line) => sum + line.bytes, 0);
  t.true(Math.abs(fetch.photos / since.length - 1) <= 0.1, `${fetch.photos} of ${since.length}`);
  t.true(Math.abs(fetch.bytes / bytes - 1) <= 0.1, `${fetch.bytes} of ${bytes}`);

  const again = await run(stage.args());
  t.is(again.code, 2);
  t.regex(
    again.stderr,
    /A release is there already: verify it, remove it, or choose another --out/,
  );
  t.is(log.length, asked + since.length, 'nothing is asked for a release that is there');
});

test('--limit and --groups make a part of the dataset, and the release says so', async (t) => {
  const stage = await speciesStage(t);
  const { code, stdout, stderr } = await run(
    stage.args('--groups', 'Fungi, insects', '--limit', '1', '--json'),
  );
  t.is(code, 0, stderr);
  const { info } = JSON.parse(stdout);
  t.deepEqual(Object.values(info.source.presentSplits).filter(Boolean), []);
  t.regex(info.source.layout, /at most 1 species a group/);
  const sums = sumsOf(join(stage.folder, 'out/species-stand-in-1.0.0'));
  const species = [...sums.matchAll(/images\/test\/([^/]+)\/([^/]+)\//g)].map(
    ([, a, b]) => `${a}/${b}`,
  );
  t.deepEqual([...new Set(species)].map((one) => one.split('/')[0]).sort(), ['fungi', 'insects']);
});

test('a build whose server asks to be left alone for long ends in 2, and goes on later', async (t) => {
  const stage = await speciesStage(t, {
    faults: [{ kind: { status: 503, retryAfter: '100000' }, path: /^\/v1\//, times: 1 }],
  });
  const { code, stderr } = await run(stage.args('--groups', 'fungi'));
  t.is(code, 2);
  t.regex(stderr, /^oodforge: The server answers with status 503 and asks to wait 100000 s/m);
  t.notRegex(stderr, /\n {4}at /);
  const again = await run(stage.args('--groups', 'fungi'));
  t.is(again.code, 0, again.stderr);
});

/** Arguments behind `build`, in place of those of a good build where they repeat one. */
const wrong: readonly (readonly [title: string, args: readonly string[], sentence: RegExp])[] = [
  [
    'an unknown group',
    ['--groups', 'fungi,birds'],
    /No group "birds" \(known: plants, .*\): --groups/,
  ],
  ['a limit of none', ['--limit', '0'], /limit/],
  ['a limit that is no number', ['--limit', 'few'], /limit/],
  ['a contact that is none', ['--contact', 'me'], /contact/i],
  ['an empty contact', ['--contact', ''], /say --contact with yours/],
  ['a folder that is not there', ['--from', 'open-data:/nowhere'], /\/nowhere/],
  [
    'an unknown way',
    ['--from', 'ftp:x'],
    /Not open-data:DIR, api\[:URL\] or web\[:URL\] "ftp:x": --from/,
  ],
  ['no way', ['--from', ''], /Not open-data:DIR/],
  ['an API that is no address', ['--from', 'api:nowhere'], /Not a web address "nowhere"/],
  ['an API without a version', ['--from', 'api:http://127.0.0.1:1/'], /v1/],
  ['names that are no address', ['--names', 'api:nowhere'], /Not a web address "nowhere"/],
  ['names from elsewhere', ['--names', 'web'], /Not api\[:URL\] or none "web": --names/],
  [
    'photos that are no address',
    ['--photos', 'nowhere'],
    /Not the address of photos "nowhere": --photos/,
  ],
  ['photos on a disk', ['--photos', 'file:///etc'], /Not the address of photos/],
  ['images that are not there', ['--against-images', '/nowhere'], /\/nowhere/],
  ['no photo at once', ['--at-once', '0'], /atOnce|at-once/],
];

for (const [title, args, sentence] of wrong) {
  test(`a build of species refuses ${title}`, async (t) => {
    const stage = await speciesStage(t);
    await expectRefusal(t, await runHere(stage.args(...args)), sentence);
    t.deepEqual(stage.photosAsked(), []);
  });
}

test('a build of species needs a contact, and makes none up', async (t) => {
  const stage = await speciesStage(t);
  const args = stage.args();
  const at = args.indexOf('--contact');
  const without = args.filter((_, i) => i !== at && i !== at + 1);
  await expectRefusal(t, await runHere(without), /contact/i);
  await expectRefusal(t, await runHere(without), /--contact|OODFORGE_CONTACT/);
  t.is(stage.standIn.log.length, 0);
});

const spoiled: readonly (readonly [
  title: string,
  spoil: (recipe: RecipeJson) => RecipeJson,
  sentence: RegExp,
])[] = [
  [
    'that asks for more images than it takes',
    (recipe) => withGroups(recipe, { leastImages: 5 }),
    /At least 5 images and at most 4: .* at source\.groups\[0\]/,
  ],
  [
    'with a root of another name',
    (recipe) => withGroups(recipe, { roots: [{ id: 47170, name: 'Funghi' }] }),
    /Funghi/,
  ],
  [
    'whose class list is not at hand',
    (recipe) => againstList(recipe, 'imagenet-21k'),
    /sources fetch imagenet-21k|--mirror/,
  ],
  [
    'without the check overlap',
    (recipe) => ({ ...recipe, checks: [{ check: 'integrity' }] }),
    /Species are chosen by the check "overlap", which is missing/,
  ],
  [
    'with a licence that is none',
    (recipe) => withGroups(recipe, { licences: ['all-rights-reserved'] }),
    /licences/,
  ],
];

for (const [title, spoil, sentence] of spoiled) {
  test(`a build of species refuses a recipe ${title}`, async (t) => {
    const stage = await speciesStage(t, { recipe: spoil });
    await expectRefusal(t, await runHere(stage.args()), sentence);
    t.deepEqual(stage.photosAsked(), []);
  });
}

function againstList(recipe: RecipeJson, list: string): RecipeJson {
  const checks = (recipe.checks as readonly Record<string, unknown>[]).map((check) =>
    check.check === 'overlap' ? { ...check, against: [list] } : check,
  );
  return { ...recipe, checks };
}

async function expectRefusal(t: ExecutionContext, finished: Finished, sentence: RegExp) {
  const { code, stdout, stderr } = finished;
  t.is(code, 2, stderr);
  t.regex(stderr, /^oodforge: /m);
  t.regex(stderr, sentence);
  t.notRegex(stderr, /\n {4}at /, 'no stack trace');
  t.is(stdout, '');
}
