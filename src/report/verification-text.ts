import type { Verification } from '../release/index.ts';
import { bytesText, numberText, tableText } from './table.ts';

/** What verify looked at, and each file that deviates. */
export function verificationText(folder: string, verification: Verification): string {
  const { verdict, files, bytes, records, sourceFiles, deviations, digest } = verification;
  const source = sourceFiles === 0 ? '' : `, ${numberText(sourceFiles)} source files`;
  const looked = `${numberText(files)} files${source}, ${numberText(records)} records, ${bytesText(bytes)} read`;
  const head = `Verify ${folder}: ${verdict} (${looked})\ndigest ${digest}\n`;
  if (deviations.length === 0) return head;
  const rows = deviations.map(({ path, problem, detail }) => [problem, path, detail]);
  return `${head}\n${tableText(['problem', 'file', 'detail'], rows)}`;
}
