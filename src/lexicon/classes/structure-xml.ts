import { InvalidInput } from '../../errors.ts';
import { parseAs, parseXml, type Wnid, wnidSchema, z } from '../../records/index.ts';

/** A synset of `structure_released.xml`, wherever and however often it stands there. */
export interface StructureSynset {
  readonly wnid: Wnid;
  readonly words: readonly string[];
  readonly gloss: string;
  /** Those it stands below, in the order of the file; none for those below the root. */
  readonly parents: readonly Wnid[];
}

export interface Structure {
  /** "fall2011". */
  readonly release: string;
  /** In the order of their first place. */
  readonly synsets: readonly StructureSynset[];
}

/** WordNet's nouns are at most 20 deep; far more is no structure of theirs. */
const deepest = 100;

interface Node {
  readonly $: { readonly wnid: string; readonly words: string; readonly gloss: string };
  readonly synset: readonly Node[];
}

const attributesSchema = z.object({ wnid: z.string(), words: z.string(), gloss: z.string() });
const nodeSchema: z.ZodType<Node> = z.object({
  $: attributesSchema,
  synset: z.lazy(() => z.array(nodeSchema)).default([]),
});
const fileSchema = z.object({
  ImageNetStructure: z.object({
    releaseData: z.array(z.string()).length(1),
    synset: z.array(nodeSchema).length(1),
  }),
});

/**
 * Reads ImageNet's `structure_released.xml`:
 *
 * ```
 * <ImageNetStructure><releaseData>fall2011</releaseData>
 *   <synset wnid="fall11" words="..." gloss="..."> { <synset wnid= words= gloss=> ... </synset> } </synset>
 * </ImageNetStructure>
 * ```
 *
 * It is a directed graph written as a tree: a synset with two parents stands under both, with all
 * that is below it. The root is no synset.
 *
 * @throws {InvalidInput} for what is no such file, for entities and document types, for nesting
 *   deeper than WordNet's, and for a synset that is described in two ways
 */
export async function readStructure(xml: string, where: string): Promise<Structure> {
  const value = await parseXml(xml, where, deepest);
  const { ImageNetStructure: structure } = parseAs(fileSchema, value, where);
  const found = new Map<string, StructureSynset>();
  const root = structure.synset[0] as Node;
  for (const child of root.synset) collect(child, undefined, found, where);
  return { release: structure.releaseData[0] as string, synsets: [...found.values()] };
}

function collect(
  { $: { wnid: id, words, gloss }, synset: children }: Node,
  parent: Wnid | undefined,
  found: Map<string, StructureSynset>,
  where: string,
): void {
  const parsed = wnidSchema.safeParse(id);
  if (!parsed.success) {
    throw new InvalidInput(`Not a wnid of n and eight digits "${id}": ${where}`);
  }
  const wnid = parsed.data;
  const known = found.get(wnid);
  if (known !== undefined && (known.gloss !== gloss || known.words.join(', ') !== words)) {
    throw new InvalidInput(`Synset ${wnid} described in two ways: ${where}`);
  }
  const parents = new Set(known?.parents ?? []);
  if (parent !== undefined) parents.add(parent);
  found.set(wnid, { wnid, words: words.split(', '), gloss, parents: [...parents] });
  for (const child of children) collect(child, wnid, found, where);
}
