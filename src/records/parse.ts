import { z } from 'zod';
import { InvalidInput } from '../errors.ts';

export { z };

/**
 * Checks `value` against `schema` and returns it typed, defaults filled.
 *
 * @param where what the value was read from, for the message: a file, a flag
 * @throws {InvalidInput} naming the place inside `where`, what is wrong and the offending value
 */
export function parseAs<T>(schema: z.ZodType<T>, value: unknown, where: string): T {
  const result = schema.safeParse(value, { reportInput: true });
  if (result.success) return result.data;
  const issue = deepestIssue(result.error.issues[0] as z.core.$ZodIssue);
  const place = issue.path.length > 0 ? ` at ${pathText(issue.path)}` : '';
  const offending = issue.input === undefined ? '' : ` (got ${shortJson(issue.input)})`;
  throw new InvalidInput(`${issue.message}${offending}: ${where}${place}`);
}

/** In a union every branch fails; the branch that got furthest says most. */
function deepestIssue(issue: z.core.$ZodIssue): z.core.$ZodIssue {
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return issue;
  const branches = issue.errors.flatMap((branch) => branch.slice(0, 1));
  const deepest = branches.reduce((a, b) => (b.path.length > a.path.length ? b : a));
  return deepestIssue({ ...deepest, path: [...issue.path, ...deepest.path] });
}

function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((part, i) =>
      typeof part === 'number' ? `[${part}]` : `${i > 0 ? '.' : ''}${String(part)}`,
    )
    .join('');
}

function shortJson(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
