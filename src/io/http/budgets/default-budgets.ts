import type { BudgetPlan } from './host-budget.ts';

/**
 * The budgets that hold unless a caller gives others.
 *
 * iNaturalist asks for 60 requests a minute and under 10,000 a day from one address, and says that
 * above 5 GB of media an hour or 24 GB a day it may block for good. Its website counts as its API;
 * a tenth of the bytes stays unused for headers and for what else the address asks for. Whoever
 * else is asked gives for nothing too and states no figure: one request a second, two at once.
 */
export const defaultBudgets: BudgetPlan = {
  named: [
    {
      name: 'iNaturalist API',
      hosts: withPorts('api.inaturalist.org', 'www.inaturalist.org', 'inaturalist.org'),
      requests: { minute: 60, day: 10_000 },
      bytes: { hour: 1_000_000_000, day: 5_000_000_000 },
      atOnce: 1,
      spacingMs: 1_000,
    },
    {
      name: 'iNaturalist media',
      hosts: withPorts(
        'inaturalist-open-data.s3.amazonaws.com',
        'inaturalist-open-data.s3.us-east-1.amazonaws.com',
        'static.inaturalist.org',
      ),
      requests: { minute: 600 },
      bytes: { hour: 4_500_000_000, day: 21_600_000_000 },
      atOnce: 4,
      spacingMs: 50,
    },
  ],
  others: {
    requests: { minute: 60, day: 20_000 },
    bytes: { hour: 2_000_000_000, day: 20_000_000_000 },
    atOnce: 2,
    spacingMs: 1_000,
  },
};

function withPorts(...names: readonly string[]): readonly string[] {
  return names.flatMap((name) => [`${name}:443`, `${name}:80`]);
}
