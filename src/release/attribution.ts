import { sqlName, sqlText } from '../io/index.ts';
import type { Recipe, TruthKind } from '../records/index.ts';
import { type RecordRow, rowForms } from './rows/index.ts';

/** SQL for the rows of `ATTRIBUTION.csv`, one an image, over the table `records` as it lies. */
export function attributionQuery(truth: TruthKind, recipe: Recipe): string {
  const { attributedFile, attribution } = rowForms[truth];
  const columns = Object.entries({
    id: 'id',
    file: attributedFile,
    ...(attribution?.(recipe) ?? ofRecipe(recipe)),
  });
  const selected = columns.map(([name, sql]) => `${sql} AS ${sqlName(name)}`);
  return `SELECT ${selected.join(', ')} FROM records`;
}

/** Where images have no licence of their own, that of the recipe is theirs. */
function ofRecipe({ licence }: Recipe): Readonly<Record<string, string>> {
  return {
    creator: sqlText(licence.attribution),
    licence: sqlText(licence.name),
    licence_url: sqlText(licence.url),
  };
}

/**
 * Rows as lines of CSV (RFC 4180, lines ended as Unix ends them), the names of the columns first.
 *
 * Names are chosen by strangers, and a spreadsheet runs a field that begins like a formula, quoted or
 * not: before such a field an apostrophe is put, which makes it text. Whoever wants the name as it is
 * takes it from the records, or takes one apostrophe off a field that {@link isLikeFormula} describes.
 *
 * @see https://owasp.org/www-community/attacks/CSV_Injection
 */
export async function* attributionLines(rows: AsyncIterable<RecordRow>): AsyncGenerator<string> {
  let isFirst = true;
  for await (const row of rows) {
    if (isFirst) yield csvLine(Object.keys(row));
    isFirst = false;
    yield csvLine(Object.values(row).map((value) => String(value ?? '')));
  }
}

function csvLine(fields: readonly string[]): string {
  return `${fields.map(csvField).join(',')}\n`;
}

function csvField(text: string): string {
  const plain = isLikeFormula.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

/** In full width too. Apostrophes before it count, so that taking one off gives back what it was. */
const isLikeFormula = /^'*[=+\-@\t\r\n＝＋－＠]/;
