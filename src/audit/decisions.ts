import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { InvalidInput } from '../errors.ts';
import { hashBytes, parseJson, projectFolder, withStorageErrors } from '../io/index.ts';
import {
  type Doubt,
  type Judgement,
  parseAs,
  type Ruling,
  rulings,
  type Sha256,
  wnidSchema,
  z,
} from '../records/index.ts';

/** What somebody has decided about one doubt: one line of an append-only file. */
export interface Decision {
  /** The candidate's name. */
  readonly candidate: string;
  /** The class; absent for a doubt that points at none. */
  readonly wnid?: z.infer<typeof wnidSchema> | undefined;
  readonly ruling: Ruling;
  readonly by: string;
  /** As given: YYYY-MM-DD. */
  readonly on: string;
  readonly why: string;
}

const decisionSchema = z.strictObject({
  candidate: z.string().min(1),
  wnid: wnidSchema.optional(),
  ruling: z.enum(rulings),
  by: z.string().min(1, 'Nobody named'),
  on: z.string().regex(/^\d{4}-\d\d-\d\d$/, 'Not a date YYYY-MM-DD'),
  why: z.string().min(1, 'No reason'),
});

/** Decisions by candidate and class; of several on one doubt the last stands. */
export interface Decisions {
  readonly sha256?: Sha256 | undefined;
  readonly byDoubt: ReadonlyMap<string, Ruling>;
}

/** Where decisions are kept unless a file is named. */
export const decisionsFile = join(projectFolder, 'manifests', 'decisions', 'overlap.jsonl');

export const noDecisions: Decisions = { byDoubt: new Map() };

/**
 * Reads a file of decisions, one JSON object a line; without a path, the project's own, if any.
 *
 * @throws {InvalidInput} naming the line that is no decision
 */
export async function readDecisions(path: string | undefined): Promise<Decisions> {
  const where = path ?? 'manifests/decisions/overlap.jsonl';
  const text = await readFile(path ?? decisionsFile, 'utf8').catch((cause: unknown) => {
    if (path === undefined) return undefined;
    throw new InvalidInput(`No such file: ${where}`, { cause });
  });
  if (text === undefined) return noDecisions;
  const byDoubt = new Map<string, Ruling>();
  for (const [i, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const place = `${where} line ${i + 1}`;
    const { candidate, wnid, ruling } = parseDecision(parseJson(line, place), place);
    byDoubt.set(keyOf(candidate, wnid), ruling);
  }
  return { sha256: hashBytes(text), byDoubt };
}

/** @throws {InvalidInput} naming `where` and the place inside it */
export function parseDecision(value: unknown, where: string): Decision {
  return parseAs(decisionSchema, value, where);
}

/** Adds a decision to the end of a file; what stands there is never changed. */
export async function appendDecision(path: string, decision: Decision): Promise<void> {
  await withStorageErrors(path, async () => {
    await mkdir(dirname(path), { recursive: true });
    await appendFile(path, `${JSON.stringify(decision)}\n`);
  });
}

/** The judgement with the doubts that somebody has decided settled; the same one where none is. */
export function decided(name: string, judgement: Judgement, decisions: Decisions): Judgement {
  if (judgement.doubts === undefined || decisions.byDoubt.size === 0) return judgement;
  const doubts = judgement.doubts.map((doubt): Doubt => {
    const ruling = decisions.byDoubt.get(keyOf(name, doubt.wnid));
    return ruling === undefined ? doubt : { ...doubt, decided: ruling };
  });
  const settled = (ruling: Ruling) => doubts.find((doubt) => doubt.decided === ruling);
  const overlap = settled('same') ?? settled('part');
  if (overlap !== undefined) {
    const { label = '', wnid } = overlap;
    return {
      ...judgement,
      tier: overlap.decided === 'same' ? 'T0' : 'T1',
      nearest: { label, wnid, distance: 1 },
      doubts,
    };
  }
  const isOpen = doubts.some((doubt) => doubt.decided === undefined);
  return isOpen
    ? { ...judgement, doubts }
    : { ...judgement, tier: judgement.proven ?? 'none', doubts };
}

function keyOf(candidate: string, wnid: string | undefined): string {
  return `${candidate}\n${wnid ?? ''}`;
}
