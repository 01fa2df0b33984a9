import { InvalidInput, RemoteFailure } from '../../../errors.ts';
import type { PageReader } from '../../../io/index.ts';
import { compareText, type OtherName, parseAs, z } from '../../../records/index.ts';

/** What a taxon's page says of it. */
export interface TaxonPage extends PageTaxon {
  /** From the highest to the lowest. */
  readonly ancestors: readonly PageTaxon[];
  readonly children: readonly PageTaxon[];
}

export interface PageTaxon {
  readonly id: number;
  readonly name: string;
  readonly rank: string;
  /** 10 for a species, 20 for a genus, and so on; absent where the page does not say. */
  readonly rank_level?: number | undefined;
  readonly is_active: boolean;
  /** Of it and all below it; absent where the page does not say. */
  readonly observations_count?: number | undefined;
}

const mostRelatives = 50_000;

const pageTaxon = z.object({
  id: z.int().positive(),
  name: z.string().min(1).max(500),
  rank: z.string().min(1).max(50),
  rank_level: z.number().nonnegative().optional(),
  is_active: z.boolean(),
  observations_count: z.int().nonnegative().optional(),
});

const payload: z.ZodType<{ readonly taxon: TaxonPage }> = z.object({
  taxon: pageTaxon.extend({
    ancestors: z.array(pageTaxon).max(mostRelatives).default([]),
    children: z.array(pageTaxon).max(mostRelatives).default([]),
  }),
});

/**
 * Reads a taxon from its page: the scripts of the page are given it as `SERVER_PAYLOAD`.
 *
 * @throws {RemoteFailure} when the page shows none, or another than `id`
 */
export async function readTaxonPage(page: PageReader, id: number): Promise<TaxonPage> {
  const value = await page.variable('SERVER_PAYLOAD');
  if (value === undefined) throw unlike(page, 'has no variable "SERVER_PAYLOAD"');
  const { taxon } = parsePayload(value, page);
  if (taxon.id !== id) throw unlike(page, `shows taxon ${taxon.id} instead of ${id}`);
  return taxon;
}

/**
 * Reads the other scientific names of a taxon from the table of its page, sorted by name.
 *
 * @throws {RemoteFailure} when the table does not come or lacks the taxon's own name
 */
export async function readSynonyms(page: PageReader, name: string): Promise<readonly OtherName[]> {
  const rows = await page.until('a table of names (.TaxonomyTab .sciname)', async () => {
    const found = await page.read(
      '.TaxonomyTab table tbody tr:has(td.sciname)',
      { name: { at: 'td.sciname' }, class: { attribute: 'class' } },
      { most: mostNames },
    );
    return found.length > 0 ? found : undefined;
  });
  if (!rows.some((row) => row.name === name)) {
    throw unlike(page, `does not list "${name}" among its scientific names`);
  }
  const others = new Map<string, OtherName>();
  for (const row of rows) {
    if (row.name === undefined || row.name === '' || row.name === name) continue;
    const isOutdated = row.class?.split(' ').includes('outdated') ?? false;
    const source = isOutdated ? 'invalid name' : 'scientific name';
    if (isOutdated || !others.has(row.name)) others.set(row.name, { name: row.name, source });
  }
  return [...others.values()].sort((a, b) => compareText(a.name, b.name));
}

const mostNames = 1_000;

function parsePayload(value: unknown, page: PageReader): { readonly taxon: TaxonPage } {
  try {
    return parseAs(payload, value, 'SERVER_PAYLOAD');
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    throw unlike(page, `is not as it used to be, ${error.message}`, error);
  }
}

function unlike({ url }: PageReader, what: string, cause?: unknown): RemoteFailure {
  return new RemoteFailure(`The page of the taxon ${what}: ${url}`, {
    url,
    retryable: false,
    ...(cause === undefined ? {} : { cause }),
  });
}
