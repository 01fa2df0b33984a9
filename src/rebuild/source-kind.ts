import { readManifest } from '../io/index.ts';
import { parseRecipe } from '../records/index.ts';

/** The kind of source that a recipe asks for. @throws {InvalidInput} for what is no recipe */
export async function sourceKindOf(recipeName: string): Promise<string> {
  return (await readManifest('datasets', recipeName, parseRecipe)).content.source.kind;
}
