/**
 * An id in SQL: NULL where the text is not exactly a whole number above 0. The comparison refuses
 * what a cast forgives: `12.7`, ` 12`, `1e3`.
 */
export function idOf(column: string, type: 'INTEGER' | 'BIGINT'): string {
  const id = `TRY_CAST(${column} AS ${type})`;
  return `CASE WHEN ${id} > 0 AND ${id}::VARCHAR = ${column} THEN ${id} END`;
}

/** Text in SQL: NULL where nothing stands or, in files that went through another program, `None`. */
export function textOf(column: string): string {
  return `NULLIF(${column}, 'None')`;
}

/** A number within bounds in SQL, else NULL. */
export function numberOf(column: string, most: number): string {
  const number = `TRY_CAST(${column} AS DOUBLE)`;
  return `CASE WHEN ${number} BETWEEN ${-most} AND ${most} THEN ${number} END`;
}

/** The place of a text in a list of known ones in SQL, from 0; 255 where it is none of them. */
export function codeOf(column: string, known: readonly string[]): string {
  const cases = known.map((text, code) => `WHEN '${text}' THEN ${code}`).join(' ');
  return `CAST(CASE ${column} ${cases} ELSE ${unknownCode} END AS UTINYINT)`;
}

export const unknownCode = 255;

/** The first of some conditions that holds in SQL, by its reason; NULL where none does. */
export function reasonOf(conditions: Readonly<Record<string, string>>): string {
  const cases = Object.entries(conditions).map(([reason, sql]) => `WHEN ${sql} THEN '${reason}'`);
  return `CASE ${cases.join(' ')} END`;
}
