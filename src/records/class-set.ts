import { nameSchema } from './ids.ts';
import { parseAs, z } from './parse.ts';

/**
 * A named vocabulary. `members` stand in model output order: a mask value or logit index is the
 * place in this list. `voidValue` marks pixels that carry no class.
 */
export interface ClassSet {
  readonly name: string;
  readonly title: string;
  readonly source: string;
  readonly voidValue: number;
  readonly members: readonly ClassMember[];
}

export interface ClassMember {
  readonly name: string;
}

const classSetSchema = z
  .strictObject({
    schema: z.literal(1),
    name: nameSchema,
    title: z.string().min(1),
    source: z.string().min(1),
    voidValue: z.int().min(0).max(255),
    members: z
      .array(z.strictObject({ name: z.string().min(1) }))
      .min(1)
      .max(255),
  })
  .superRefine((set, context) => {
    const seen = new Set<string>();
    for (const [i, { name }] of set.members.entries()) {
      if (seen.has(name) || name === voidName) {
        context.addIssue({
          code: 'custom',
          message: 'Class named twice',
          input: name,
          path: ['members', i, 'name'],
        });
      }
      seen.add(name);
    }
    if (set.voidValue < set.members.length) {
      context.addIssue({
        code: 'custom',
        message: 'Void value is a class too',
        input: set.voidValue,
        path: ['voidValue'],
      });
    }
  });

/** How the void pixels are called wherever classes are listed. */
export const voidName = 'void';

/** @throws {InvalidInput} naming `where` and the place inside it */
export function parseClassSet(value: unknown, where: string): ClassSet {
  const { schema: _, ...set } = parseAs(classSetSchema, value, where);
  return set;
}

/** Every name a pixel can have, in column order: the members, then void. */
export function pixelNames(set: ClassSet): readonly string[] {
  return [...set.members.map((member) => member.name), voidName];
}
