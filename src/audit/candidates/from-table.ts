import { InvalidInput } from '../../errors.ts';
import type { Ancestor, Candidate } from '../../lexicon/index.ts';
import { type OtherName, type Sha256, wnidSchema } from '../../records/index.ts';
import type { CandidateList } from './candidate-list.ts';
import { Collector } from './collector.ts';
import { type Columns, type ColumnUse, columnsText, recogniseColumns } from './columns.ts';
import { type Table, type TableRow, tableRows } from './table-rows.ts';

const ranksDown = ['kingdom', 'phylum', 'taxonClass', 'order', 'family', 'genus'] as const;

/**
 * Reads a table of names, wnids or taxa: a web export or flattened answers of iNaturalist, Darwin
 * Core taxa or occurrences, a taxon table with parents, or any table with a column of names.
 *
 * @param vernaculars common names by taxon id, from a file beside this one
 * @throws {InvalidInput} naming file, line and value
 */
export function readTable(
  text: string,
  input: { readonly where: string; readonly sha256: Sha256; readonly column?: string | undefined },
  vernaculars?: ReadonlyMap<string, readonly OtherName[]>,
): CandidateList {
  const { where, sha256, column } = input;
  const table = tableRows(text, where);
  const columns = recogniseColumns(table.heads, column, where);
  const cell = ({ cells }: TableRow, use: ColumnUse) => {
    const text = cells[columns[use] ?? -1]?.trim() ?? '';
    return use === 'id' || use === 'parentId' ? text.replace(/^.*\//, '') : text;
  };
  const collector = new Collector();
  const inColumns = (row: TableRow) =>
    collector.ancestors(ancestorsIn(row, cell(row, 'name'), cell));
  const above = parentsIn(table, columns, { cell, where, inColumns });
  const isTaxonomic =
    columns.rank !== undefined || columns.iconic !== undefined || columns.kingdom !== undefined;
  for (const row of table.rows) {
    const name = cell(row, 'name') || cell(row, 'wnid');
    const place = `${where} line ${row.line}`;
    if (name === '') {
      collector.leaveOut(`line ${row.line}`, 'No name in the row');
      continue;
    }
    if (cell(row, 'active').toLowerCase() === 'false') {
      collector.leaveOut(`line ${row.line}`, 'Taxon that is not active any more');
      continue;
    }
    const wnid = wnidIn(cell(row, 'wnid') || name, cell(row, 'wnid') !== '', place);
    const id = cell(row, 'id');
    const candidate: Candidate = {
      id: isTaxonomic && id !== '' ? id : (wnid ?? name),
      name,
      rank: cell(row, 'rank').toLowerCase() || undefined,
      wnid,
      parent: above(row) ?? inColumns(row),
      synonyms: listed(cell(row, 'synonyms'), 'synonym'),
      vernaculars: [
        ...(listed(cell(row, 'vernacular'), 'common name') ?? []),
        ...(vernaculars?.get(id) ?? []),
      ],
      isTaxon: isTaxonomic,
    };
    collector.add(withoutEmpty(candidate));
  }
  return collector.finish({
    format: formatOf(columns),
    columns: columnsText(columns, table.heads),
    sha256,
    where,
  });
}

/** Reads `VernacularNames-*.csv` of a Darwin Core archive: common names by taxon id. */
export function readVernaculars(
  text: string,
  where: string,
): ReadonlyMap<string, readonly OtherName[]> {
  const { heads, rows } = tableRows(text, where);
  const [id, name, language] = ['id', 'vernacularName', 'language'].map((head) => {
    const place = heads.indexOf(head);
    if (place === -1) throw new InvalidInput(`No column "${head}": ${where}`);
    return place;
  }) as [number, number, number];
  const names = new Map<string, OtherName[]>();
  for (const { cells } of rows) {
    const key = cells[id] ?? '';
    const entry = names.get(key) ?? [];
    entry.push({ name: cells[name] ?? '', source: cells[language] || 'common name' });
    names.set(key, entry);
  }
  return names;
}

/** The text of a cell; of an id that is an address ("https://.../taxa/7"), its end. */
type Cell = (row: TableRow, use: ColumnUse) => string;

/** Ancestors of a row where each row names its parent's id. */
function parentsIn(
  { rows }: Table,
  columns: Columns,
  { cell, where, inColumns }: ParentsOptions,
): (row: TableRow) => Ancestor | undefined {
  if (columns.parentId === undefined || columns.id === undefined) return () => undefined;
  const byId = new Map(rows.map((row) => [cell(row, 'id'), row]));
  const made = new Map<string, Ancestor>();
  const ancestorOf = (key: string, seen: ReadonlySet<string>): Ancestor | undefined => {
    const row = byId.get(key);
    if (row === undefined) return undefined;
    if (seen.has(key)) {
      throw new InvalidInput(`Taxon ${key} is among its own ancestors: ${where} line ${row.line}`);
    }
    let ancestor = made.get(key);
    if (ancestor === undefined) {
      const parent = ancestorOf(cell(row, 'parentId'), new Set([...seen, key])) ?? inColumns(row);
      const rank = cell(row, 'rank').toLowerCase() || undefined;
      ancestor = { key, name: cell(row, 'name'), rank, parent };
      made.set(key, ancestor);
    }
    return ancestor;
  };
  return (row) => ancestorOf(cell(row, 'parentId'), new Set([cell(row, 'id')]));
}

interface ParentsOptions {
  readonly cell: Cell;
  readonly where: string;
  /** Ancestors from columns, for a taxon whose parent is not in the table. */
  readonly inColumns: (row: TableRow) => Ancestor | undefined;
}

/** Ancestors of a row that names them in columns of its own. */
function ancestorsIn(row: TableRow, name: string, cell: Cell): { name: string; rank?: string }[] {
  const named: { name: string; rank?: string }[] = ranksDown
    .map((use) => ({ name: cell(row, use), rank: use === 'taxonClass' ? 'class' : use }))
    .filter((taxon) => taxon.name !== '' && taxon.name !== name);
  const iconic = cell(row, 'iconic');
  return named.length === 0 && iconic !== '' && iconic !== name ? [{ name: iconic }] : named;
}

function wnidIn(text: string, mustBe: boolean, where: string): Candidate['wnid'] {
  const parsed = wnidSchema.safeParse(text);
  if (parsed.success) return parsed.data;
  if (mustBe || /^n\d+$/.test(text))
    throw new InvalidInput(`Not a wnid of n and eight digits "${text}": ${where}`);
  return undefined;
}

function listed(text: string, source: string): readonly OtherName[] | undefined {
  const names = text.split(/\s*[;|]\s*/).filter((name) => name !== '');
  return names.length === 0 ? undefined : names.map((name) => ({ name, source }));
}

function withoutEmpty(candidate: Candidate): Candidate {
  const hasVernaculars = (candidate.vernaculars?.length ?? 0) > 0;
  return hasVernaculars ? candidate : { ...candidate, vernaculars: undefined };
}

function formatOf({ iconic, parentId, rank, wnid }: Columns): string {
  if (iconic !== undefined) return 'iNaturalist observations';
  if (rank !== undefined)
    return parentId === undefined ? 'table of taxa' : 'table of taxa with parents';
  return wnid === undefined ? 'table of names' : 'table of wnids';
}
