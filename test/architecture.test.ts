import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { cruise, type IReporterOutput } from 'dependency-cruiser';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';
import config, { allowedImports, packageHomes } from '../.dependency-cruiser.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

async function violationsIn(baseDir: string): Promise<readonly string[]> {
  const { forbidden, options } = config;
  const { output }: IReporterOutput = await cruise(
    ['src'],
    { ...options, ruleSet: { forbidden }, validate: true, baseDir, outputType: 'json' } as never,
    {},
    { tsConfig: extractTSConfig(`${root}/tsconfig.json`) },
  );
  const { summary } = JSON.parse(output as string);
  return summary.violations.map((violation: { rule: { name: string } }) => violation.rule.name);
}

test.serial('src obeys the import table', async (t) => {
  t.deepEqual(await violationsIn(root), []);
});

test.serial('the import rules fire on what they forbid', async (t) => {
  const violations = new Set(
    await violationsIn(fileURLToPath(new URL('fixtures/forbidden-imports', import.meta.url))),
  );
  const expected = [
    'checks-imports',
    'checks-siblings',
    'no-circles',
    'nobody-imports-cli',
    'resolvable',
    'through-the-index',
    'world-at-the-edge',
  ];
  t.deepEqual([...violations].filter((name) => expected.includes(name)).sort(), expected);
});

test('every folder of src is in the table, and every package home exists', (t) => {
  const folders = readdirSync(`${root}/src`, { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  );
  for (const { name } of folders) t.true(name in allowedImports, name);
  const { dependencies } = JSON.parse(readFileSync(`${root}/package.json`, 'utf8'));
  t.deepEqual(Object.keys(packageHomes).sort(), Object.keys(dependencies).sort());
});

test('ARCHITECTURE.md shows the table that is checked', (t) => {
  const text = readFileSync(`${root}/ARCHITECTURE.md`, 'utf8').replaceAll(/ +/g, ' ');
  for (const [folder, allowed] of Object.entries(allowedImports)) {
    t.true(text.includes(`| ${folder} | ${allowed.join(', ') || 'nothing'} |`), folder);
  }
});

test('dependencies have exact versions', (t) => {
  const { dependencies, devDependencies, optionalDependencies } = JSON.parse(
    readFileSync(`${root}/package.json`, 'utf8'),
  );
  for (const [name, version] of Object.entries({
    ...dependencies,
    ...devDependencies,
    ...optionalDependencies,
  })) {
    t.regex(String(version), /^\d+\.\d+\.\d+(-r\.\d+)?$/, name);
  }
});
