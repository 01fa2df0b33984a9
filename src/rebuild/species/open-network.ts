import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { RemoteFailure } from '../../errors.ts';
import {
  type Budgets,
  type Fetcher,
  hostOf,
  openBudgets,
  openFetcher,
  systemClock,
  withStorageErrors,
} from '../../io/index.ts';
import type { AskJson } from '../../sources/index.ts';
import { budgetsWithOwn } from './own-budgets.ts';
import type { SpeciesOptions } from './species-options.ts';

/** Servers, asked within budgets that last from one command to the next. */
export interface Network {
  readonly fetcher: Fetcher;
  readonly budgets: Budgets;
  readonly askJson: AskJson;
  readonly close: () => void;
}

/**
 * @param own addresses that the user has named: they may lie anywhere, where those that data name must
 * be of the public internet
 * @throws {InvalidInput} for a contact that is none
 */
export async function openNetwork(
  own: readonly string[],
  options: Pick<SpeciesOptions, 'workFolder' | 'contact' | 'budgets' | 'clock' | 'signal'>,
): Promise<Network> {
  const { workFolder, contact, clock = systemClock } = options;
  await withStorageErrors(workFolder, () => mkdir(workFolder, { recursive: true }));
  const budgets = openBudgets(join(workFolder, 'budgets.sqlite'), {
    plan: options.budgets ?? budgetsWithOwn(own),
    now: clock.now,
  });
  try {
    const allowedHosts = own.map((url) => hostOf(new URL(url)));
    const fetcher = openFetcher({ contact, budgets, allowedHosts, clock });
    return {
      fetcher,
      budgets,
      askJson: jsonAsker(fetcher, options),
      close() {
        fetcher.close();
        budgets.close();
      },
    };
  } catch (error) {
    budgets.close();
    throw error;
  }
}

/** Answers of the API have at most 200 observations, each with all that people said of it. */
const mostJsonBytes = 64 << 20;
const usualJsonBytes = 200_000;

function jsonAsker(fetcher: Fetcher, { signal }: Pick<SpeciesOptions, 'signal'>): AskJson {
  return async (url, { orNothing = false } = {}) => {
    const answer = await fetcher.fetchJson(url, {
      mostBytes: mostJsonBytes,
      expectedBytes: usualJsonBytes,
      signal,
    });
    if (answer.kind === 'fetched') return { value: answer.value, bytes: answer.size };
    const isRefused = answer.kind === 'refused';
    if (orNothing && isRefused && answer.reason === 'not-found') {
      return { value: undefined, bytes: 0 };
    }
    const what = isRefused ? answer.detail : 'Nothing has changed';
    throw new RemoteFailure(`${what}: ${url}`, { url, retryable: false });
  };
}
