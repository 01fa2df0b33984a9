// The import table of ARCHITECTURE.md as rules. `src/errors.ts` is free to all; every other folder
// is entered through its index.ts.

/** Which folder of src may import which. */
export const allowedImports = {
  records: [],
  io: ['records'],
  lexicon: ['records'],
  sources: ['records', 'io', 'lexicon'],
  checks: ['records', 'lexicon'],
  release: ['records', 'io', 'checks'],
  engine: ['records', 'io'],
  audit: ['records', 'io', 'lexicon', 'release'],
  rebuild: ['records', 'io', 'lexicon', 'sources', 'checks', 'release', 'engine', 'audit'],
  metrics: ['records'],
  onnx: ['records'],
  detectors: ['records', 'onnx'],
  evaluation: ['records', 'io', 'release', 'onnx', 'detectors', 'metrics', 'engine'],
  gate: ['records', 'checks', 'evaluation'],
  report: [
    'records',
    'checks',
    'release',
    'metrics',
    'onnx',
    'detectors',
    'evaluation',
    'gate',
    'lexicon',
    'audit',
  ],
  cli: [
    'records',
    'io',
    'engine',
    'sources',
    'checks',
    'release',
    'rebuild',
    'metrics',
    'onnx',
    'detectors',
    'evaluation',
    'gate',
    'report',
    'lexicon',
    'audit',
  ],
};

/** Each package has one home: everyone else asks that file. */
export const packageHomes = {
  '@bufbuild/protobuf': '^src/onnx/wire\\.ts$',
  '@duckdb/node-api': '^src/io/tables\\.ts$',
  '@observablehq/plot': '^src/release/card/balance-plot\\.ts$',
  'csv-parse': '^src/audit/candidates/table-rows\\.ts$',
  commander: '^src/cli/run-command-line\\.ts$',
  got: '^src/io/http/ask\\.ts$',
  linkedom: '^src/release/card/balance-plot\\.ts$',
  'onnxruntime-node': '^src/evaluation/session\\.ts$',
  'p-limit': '^src/io/run-at-most\\.ts$',
  puppeteer: '^src/io/browser/chromium\\.ts$',
  sharp: '^src/io/photos/',
  wordnet: '^src/io/wordnet-files\\.ts$',
  xml2js: '^src/records/parse-xml\\.ts$',
  zod: '^src/records/parse\\.ts$',
};

/** Core modules that touch the world, and the folders at the edge that may use them. */
const worldModules =
  '^(node:)?(fs|fs/promises|child_process|worker_threads|sqlite|http|https|net)$';
const edgeFolders = '^src/(io|engine|sources|audit|release|rebuild|evaluation|cli)/';

const folderRules = Object.entries(allowedImports).map(([folder, allowed]) => ({
  name: `${folder}-imports`,
  comment: `src/${folder} may import ${allowed.join(', ') || 'nothing'} (and src/errors.ts)`,
  severity: 'error',
  from: { path: `^src/${folder}/` },
  to: {
    path: '^src/',
    pathNot: ['^src/errors\\.ts$', ...[folder, ...allowed].map((name) => `^src/${name}/`)],
  },
}));

const homeRules = Object.entries(packageHomes).map(([name, home]) => ({
  name: `home-of-${name.replaceAll(/[@/]/g, '')}`,
  comment: `${name} is imported by its home file alone`,
  severity: 'error',
  from: { path: '^src/', pathNot: home },
  to: { path: `node_modules/${name}/` },
}));

/** Siblings: two sources, two ways to one source, two checks do not know each other. */
const siblingRules = ['sources', 'sources/inaturalist', 'checks'].map((parent) => ({
  name: `${parent.replace('/', '-')}-siblings`,
  comment: `One of src/${parent} must not import another`,
  severity: 'error',
  from: { path: `^src/${parent}/([^/]+)/` },
  to: { path: `^src/${parent}/[^/]+/`, pathNot: `^src/${parent}/$1/` },
}));

export default {
  forbidden: [
    ...folderRules,
    ...homeRules,
    ...siblingRules,
    {
      name: 'through-the-index',
      comment: 'Another folder is entered through its index.ts',
      severity: 'error',
      from: { path: '^src/([^/]+)/' },
      to: { path: '^src/[^/]+/.+', pathNot: ['^src/$1/', '^src/[^/]+/index\\.ts$'] },
    },
    {
      name: 'nobody-imports-cli',
      comment: 'The command line is the outermost layer',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/cli/' },
      to: { path: '^src/cli/' },
    },
    {
      name: 'world-at-the-edge',
      comment: 'Only the folders at the edge touch disk, network and processes',
      severity: 'error',
      from: { path: '^src/', pathNot: edgeFolders },
      to: { path: worldModules, dependencyTypes: ['core'] },
    },
    {
      name: 'no-circles',
      comment: 'Two files that need each other are one file, or need a third',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'resolvable',
      comment: 'An import that leads nowhere',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'src-without-tests',
      comment: 'What ships does not import what tests it',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(test|bench|scripts)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^test/fixtures/' }, // forbidden on purpose
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
      extensions: ['.ts', '.js', '.mjs'],
    },
  },
};
