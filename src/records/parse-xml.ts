import { InvalidInput } from '../errors.ts';

/**
 * Reads XML into plain values: an element is an object of arrays by the names of its children, its
 * attributes under `$`, or the text where it has neither.
 *
 * @param deepest elements may stand in each other
 * @throws {InvalidInput} for what is no XML, for entities and document types, for deeper nesting
 */
export async function parseXml(xml: string, where: string, deepest: number): Promise<unknown> {
  refuseTricks(xml, where, deepest);
  // Loaded when it is needed: hardly anything is XML.
  const { Parser } = await import('xml2js');
  return new Parser({ explicitArray: true, strict: true })
    .parseStringPromise(xml)
    .catch((cause: Error) => {
      throw new InvalidInput(`Not XML, ${sentenceOf(cause)}: ${where}`, { cause });
    });
}

/** Before a parser sees it: declarations that expand, and depth that would fill its stack. */
function refuseTricks(xml: string, where: string, deepest: number): void {
  const declared = /<!(?:DOCTYPE|ENTITY)/i.exec(xml);
  if (declared !== null) {
    throw new InvalidInput(
      `Document types and entities are not read: ${where} line ${lineAt(xml, declared.index)}`,
    );
  }
  let depth = 0;
  for (const tag of xml.matchAll(/<(\/?)[A-Za-z](?:"[^"]*"|'[^']*'|[^<>"'])*?(\/?)>/g)) {
    if (tag[1] === '/') depth--;
    else if (tag[2] !== '/') depth++;
    if (depth > deepest) {
      throw new InvalidInput(
        `Elements nested more than ${deepest} deep: ${where} line ${lineAt(xml, tag.index)}`,
      );
    }
  }
}

function lineAt(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}

/** The parser's own words in one line: "Unexpected close tag, line 3, column 12". */
function sentenceOf({ message }: Error): string {
  return message
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('Char:'))
    .join(', ')
    .replace(/Line: (\d+)/, (_, line) => `line ${Number(line) + 1}`)
    .replace('Column:', 'column');
}
