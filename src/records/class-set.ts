import { InvalidInput } from '../errors.ts';
import { nameSchema } from './ids.ts';
import { parseAs, z } from './parse.ts';
import { type Wnid, wnidSchema } from './wnid.ts';

/**
 * A named vocabulary. `members` stand in model output order: a mask value or logit index is the
 * place in this list. A set without members is that of images without classes.
 */
export interface ClassSet {
  readonly name: string;
  readonly title: string;
  readonly source: string;
  /** The mask value of pixels that carry no class; absent where the set labels no masks. */
  readonly voidValue?: number | undefined;
  readonly members: readonly ClassMember[];
}

export interface ClassMember {
  readonly name: string;
  /** The WordNet 3.0 synset the class means; absent where WordNet has none. */
  readonly synset?: Wnid | undefined;
  /** Why this synset although the name is no lemma of it, or why there is none. */
  readonly remark?: string | undefined;
}

const classSetSchema = z
  .strictObject({
    schema: z.literal(1),
    name: nameSchema,
    title: z.string().min(1),
    source: z.string().min(1),
    voidValue: z.int().min(0).max(255).optional(),
    members: z.array(
      z.strictObject({
        name: z.string().min(1),
        synset: wnidSchema.optional(),
        remark: z.string().min(1).optional(),
      }),
    ),
  })
  .superRefine((set, context) => {
    const complain = (message: string, input: unknown, path: PropertyKey[]) =>
      context.addIssue({ code: 'custom', message, input, path });
    const seen = new Set<string>();
    for (const [i, { name }] of set.members.entries()) {
      if (seen.has(name) || name === voidName) {
        complain('Class named twice', name, ['members', i, 'name']);
      }
      seen.add(name);
    }
    if (set.voidValue !== undefined && set.voidValue < set.members.length) {
      complain('Void value is a class too', set.voidValue, ['voidValue']);
    }
  });

/** How the void pixels are called wherever classes are listed. */
export const voidName = 'void';

/** @throws {InvalidInput} naming `where` and the place inside it */
export function parseClassSet(value: unknown, where: string): ClassSet {
  const { schema: _, ...set } = parseAs(classSetSchema, value, where);
  return set;
}

/**
 * The mask value of void pixels.
 *
 * @throws {InvalidInput} when the set labels no masks
 */
export function voidValueOf({ name, voidValue }: ClassSet): number {
  if (voidValue === undefined) {
    throw new InvalidInput(`Class set without voidValue cannot label masks: class set ${name}`);
  }
  return voidValue;
}

/** Every name a pixel can have, in column order: the members, then void. */
export function pixelNames(set: ClassSet): readonly string[] {
  return [...set.members.map((member) => member.name), voidName];
}
