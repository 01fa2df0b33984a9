import { fileURLToPath } from 'node:url';

// Each test file runs in a thread that compiles all it loads: it takes what others have compiled.
process.env.NODE_COMPILE_CACHE ||= fileURLToPath(new URL('data/work/compiled', import.meta.url));

export default {
  files: ['test/**/*.test.ts'],
  extensions: { ts: 'module' },
  timeout: '5m',
};
