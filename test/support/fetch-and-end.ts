import { openBudgets, openFetcher } from '../../src/io/index.ts';

/** Fetches an address, or stops in its middle, and does not end the process itself. */
const [, , url = '', how] = process.argv;
const others = { requests: {}, bytes: {}, atOnce: 8, spacingMs: 0 };
const budgets = openBudgets(':memory:', { plan: { named: [], others }, now: () => Date.now() });
const { host } = new URL(url);
const fetcher = openFetcher({ contact: 'tests@example.org', budgets, allowedHosts: [host] });
const abort = new AbortController();
if (how === 'stop') setTimeout(() => abort.abort(new Error('stopped')), 300);
const result = await fetcher
  .fetchBytes(url, { mostBytes: 1e6, expects: 'image', signal: abort.signal })
  .catch((error: Error) => ({ kind: error.message }));
process.stdout.write(result.kind);
