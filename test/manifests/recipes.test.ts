import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { expectChecks } from '../../src/checks/index.ts';
import { InvalidInput } from '../../src/errors.ts';
import { parseGateManifest } from '../../src/gate/index.ts';
import { manifestNames } from '../../src/io/index.ts';
import { type ClassSet, parseClassSet, parseRecipe, splitNames } from '../../src/records/index.ts';
import { isPhotoSourceKind, sourceOfKind } from '../../src/sources/index.ts';
import { temporaryFolder } from '../support/folders.ts';

const read = (path: string) =>
  JSON.parse(readFileSync(new URL(`../../manifests/${path}`, import.meta.url), 'utf8'));
const recipes = readdirSync(new URL('../../manifests/datasets', import.meta.url)).map((file) =>
  parseRecipe(read(`datasets/${file}`), file),
);

/** The class set of a recipe; of a pinned list, one like it in form. */
function classSetOf(name: string): ClassSet {
  if (manifestNames('class-sets').includes(name)) {
    return parseClassSet(read(`class-sets/${name}.json`), name);
  }
  const { title, url: source } = read(`sources/${name}.json`);
  const members = [{ name: 'n01440764', synset: 'n01440764' }];
  return parseClassSet({ schema: 1, name, title, source, members }, name);
}

for (const recipe of recipes.filter(({ source }) => !isPhotoSourceKind(source.kind))) {
  const { name, source: options, splits, checks } = recipe;

  test(`recipe ${name} fits its source, its class set, its checks and its gate`, async (t) => {
    const classSet = classSetOf(recipe.classSet);
    const folder = join(temporaryFolder(t), 'nothing');
    const source = sourceOfKind(options.kind, name);
    const list = async () => source.list(folder, { options, classSet, where: name });
    await t.throwsAsync(list(), { instanceOf: InvalidInput, message: /^No such folder/ });
    source.generation?.(options, name);
    source.maskTable?.(options, classSet);
    t.notThrows(() => expectChecks(checks, { classSet, splits, presentSplits: {} }, name));
    t.true(splitNames(splits).length > 0);
    const { rules, waivers } = parseGateManifest(read(`gates/${name}.json`), name);
    const run = checks.map(({ check }) => check);
    const judged = rules.flatMap((rule) => (rule.kind === 'check' ? [rule.check] : []));
    t.deepEqual(judged.toSorted(), run.toSorted(), 'the gate asks for every check');
    const hasClaims = manifestNames('claims').includes(name);
    t.is(
      rules.some(({ kind }) => kind === 'claims'),
      hasClaims,
      'and for claims where there are any',
    );
    t.true(waivers.every(({ expires }) => expires > '2027-01-01'));
  });
}
