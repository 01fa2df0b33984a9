import { type Certificate, doubtKinds, rulings, stepKinds, tiers } from './certificate.ts';
import { nameSchema, sha256Schema } from './ids.ts';
import { parseAs, z } from './parse.ts';
import { wnidSchema } from './wnid.ts';

// The form of `certificate.json`; certificate.ts says what each member means.

const wnid = wnidSchema.optional();
const otherNames = z.array(z.strictObject({ name: z.string(), source: z.string() })).optional();
const tierSchema = z.enum(tiers);

const stepSchema = z.strictObject({
  by: z.enum(stepKinds),
  text: z.string(),
  rank: z.string().optional(),
  wnid,
});

const entrySchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  rank: z.string().optional(),
  wnid,
  isTaxon: z.boolean().optional(),
  parent: z.string().optional(),
  synonyms: otherNames,
  vernaculars: otherNames,
  tried: z.array(z.string()),
  judgements: z.array(
    z.strictObject({
      against: z.string(),
      tier: z.enum([...tiers, 'review']),
      proven: tierSchema.optional(),
      nearest: z.strictObject({ label: z.string(), wnid, distance: z.int().min(0) }).optional(),
      path: z.array(stepSchema),
      via: z.string().optional(),
      doubts: z
        .array(
          z.strictObject({
            kind: z.enum(doubtKinds),
            text: z.string(),
            label: z.string().optional(),
            wnid,
            decided: z.enum(rulings).optional(),
          }),
        )
        .optional(),
    }),
  ),
  label: z
    .strictObject({
      code: z.enum(['narrower', 'broader', 'misspelt', 'elsewhere', 'unknown']),
      text: z.string(),
      wnid,
    })
    .optional(),
});

const certificateSchema = z.strictObject({
  schema: z.literal(1),
  toolkit: z.string(),
  input: z.strictObject({
    format: z.string(),
    columns: z.record(z.string(), z.string()),
    sha256: sha256Schema,
    candidates: z.int().min(0),
    leftOut: z.array(z.strictObject({ where: z.string(), reason: z.string() })),
  }),
  wordnet: z.strictObject({ version: z.literal('3.0'), sha256: sha256Schema }),
  against: z.array(
    z.strictObject({
      name: nameSchema,
      title: z.string(),
      sha256: sha256Schema,
      classes: z.int().min(0),
    }),
  ),
  failsFrom: tierSchema,
  decisions: z.strictObject({ sha256: sha256Schema.optional(), used: z.int().min(0) }),
  counts: z.record(z.string(), z.record(z.string(), z.int().min(0))),
  nested: z.array(z.tuple([z.string(), z.string()])),
  verdict: z.enum(['pass', 'fail', 'unknown']),
  entriesSha256: sha256Schema.optional(),
  covers: z.array(
    z.strictObject({ against: z.string(), key: z.string(), path: z.array(stepSchema) }),
  ),
  ancestors: z.array(
    z.strictObject({
      key: z.string(),
      name: z.string(),
      rank: z.string().optional(),
      parent: z.string().optional(),
    }),
  ),
  candidates: z.array(entrySchema),
});

/** @throws {InvalidInput} naming `where` and the place inside it */
export function parseCertificate(value: unknown, where: string): Certificate {
  const { schema: _, ...certificate } = parseAs(certificateSchema, value, where);
  return certificate;
}
