import { type BudgetPlan, defaultBudgets, hostOf } from '../../io/index.ts';

/**
 * The usual budgets, and none but a bound on what is asked at once for hosts of the user's own: a
 * mirror on this machine or in this network need not be spared.
 *
 * @param urls that the user has named
 */
export function budgetsWithOwn(urls: readonly string[]): BudgetPlan {
  const hosts = urls
    .map((url) => new URL(url))
    .filter(isOwnHost)
    .map(hostOf);
  const own = [...new Set(hosts)].map((host) => ({
    name: `own ${host}`,
    hosts: [host],
    requests: {},
    bytes: {},
    atOnce: 32,
    spacingMs: 0,
  }));
  return { ...defaultBudgets, named: [...own, ...defaultBudgets.named] };
}

/** On this machine, by an address or a name that cannot be another's. */
function isOwnHost({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
