/**
 * What a robots.txt says to one product, after RFC 9309.
 *
 * ```
 * robotstxt = *(group / emptyline)
 * group     = startgroupline *(startgroupline / emptyline) *(rule / emptyline)
 * startgroupline = "user-agent" ":" product-token
 * rule      = ("allow" / "disallow") ":" (path-pattern / nothing)
 * ```
 *
 * Lines of other kinds belong to no group and part none, as the RFC asks; `crawl-delay`, which it
 * does not know, is read as a rule of its group.
 */
export interface Robots {
  /** In the order of the file, of every group that is meant for the product. */
  readonly rules: readonly RobotsRule[];
  /** The longest that is asked for, in milliseconds; 0 where none is. At most an hour. */
  readonly crawlDelayMs: number;
}

export interface RobotsRule {
  readonly isAllowed: boolean;
  /** Percent encoding made alike. `*` stands for anything; `$` at its end for the end of the path. */
  readonly pattern: string;
}

/** Whoever forbids nothing. */
export const allAllowed: Robots = { rules: [], crawlDelayMs: 0 };
/** Whoever forbids all, or cannot say. */
export const allForbidden: Robots = {
  rules: [{ isAllowed: false, pattern: '/' }],
  crawlDelayMs: 0,
};

/** What follows is not read: the RFC asks for this much at least. */
const mostCharacters = 500 * 1024;
const longestDelayMs = 3_600_000;

/**
 * @param product name of the robot, without version: "oodforge"
 * @returns what the groups that name the product say or, where none does, those for `*`
 */
export function parseRobots(text: string, product: string): Robots {
  const groups = groupsOf(text.slice(0, mostCharacters));
  const named = groups.filter(({ agents }) => agents.includes(product.toLowerCase()));
  const chosen = named.length > 0 ? named : groups.filter(({ agents }) => agents.includes('*'));
  return {
    rules: chosen.flatMap(({ rules }) => rules),
    crawlDelayMs: chosen.reduce((most, { crawlDelayMs }) => Math.max(most, crawlDelayMs), 0),
  };
}

/**
 * Whether an address may be asked for: the rule with the longest pattern that matches decides, and of
 * two as long the one that allows; `/robots.txt` itself always may.
 *
 * @param url absolute; its path and query are matched, percent encoding made alike
 */
export function isAllowedBy({ rules }: Robots, url: string): boolean {
  const { pathname, search } = new URL(url);
  if (pathname === '/robots.txt') return true;
  const path = sameEncoding(pathname + search);
  let best: { readonly isAllowed: boolean; readonly length: number } | undefined;
  for (const { isAllowed, pattern } of rules) {
    if (!matches(pattern, path)) continue;
    const { length } = pattern;
    const isBetter =
      best === undefined || length > best.length || (length === best.length && isAllowed);
    if (isBetter) best = { isAllowed, length };
  }
  return best?.isAllowed ?? true;
}

interface Group {
  readonly agents: string[];
  readonly rules: RobotsRule[];
  crawlDelayMs: number;
}

function groupsOf(text: string): readonly Group[] {
  const groups: Group[] = [];
  let group: Group | undefined;
  let isNaming = false;
  for (const line of text.replace(/^\ufeff/, '').split(/\r\n|\r|\n/)) {
    const [, key, value] = /^[ \t]*([A-Za-z-]+)[ \t]*:([^#]*)/.exec(line) ?? [];
    if (key === undefined || value === undefined) continue;
    const kind = key.toLowerCase();
    if (kind === 'user-agent') {
      if (group === undefined || !isNaming) {
        group = { agents: [], rules: [], crawlDelayMs: 0 };
        groups.push(group);
      }
      group.agents.push(productOf(value));
      isNaming = true;
    } else if (kind === 'allow' || kind === 'disallow' || kind === 'crawl-delay') {
      isNaming = false;
      if (group !== undefined) addLine(group, kind, value.trim());
    }
  }
  return groups;
}

/** Letters, `-` and `_` alone are a name; a version behind it is not part of it. */
function productOf(value: string): string {
  const text = value.trim();
  return text.startsWith('*') ? '*' : (/^[A-Za-z_-]+/.exec(text)?.[0] ?? '').toLowerCase();
}

function addLine(group: Group, kind: 'allow' | 'disallow' | 'crawl-delay', value: string): void {
  if (kind === 'crawl-delay') {
    const delayMs = /^\d+(\.\d+)?$/.test(value) ? Number(value) * 1000 : 0;
    group.crawlDelayMs = Math.max(group.crawlDelayMs, Math.min(delayMs, longestDelayMs));
  } else if (value.startsWith('/') || value.startsWith('*')) {
    group.rules.push({ isAllowed: kind === 'allow', pattern: sameEncoding(value) });
  }
}

/**
 * Characters beyond ASCII percent-encoded, codes in upper case, and codes of letters, digits and
 * `-._~` undone: what must be equal is then equal as text.
 */
function sameEncoding(path: string): string {
  return path
    .replace(/[^\x21-\x7e]+/gu, (found) => encodeURIComponent(found.toWellFormed()))
    .replace(/%[0-9a-f]{2}/gi, (code) => {
      const character = String.fromCharCode(Number.parseInt(code.slice(1), 16));
      return /[A-Za-z0-9._~-]/.test(character) ? character : code.toUpperCase();
    });
}

/** Piece by piece between the stars, each at its first place: linear where an expression may explode. */
function matches(pattern: string, path: string): boolean {
  const isWhole = pattern.endsWith('$');
  const pieces = (isWhole ? pattern.slice(0, -1) : pattern).split('*');
  const first = pieces[0] ?? '';
  if (!path.startsWith(first)) return false;
  const last = pieces.length > 1 ? (pieces.at(-1) ?? '') : undefined;
  if (last === undefined) return !isWhole || path.length === first.length;
  let at = first.length;
  for (const piece of pieces.slice(1, -1)) {
    const found = path.indexOf(piece, at);
    if (found === -1) return false;
    at = found + piece.length;
  }
  return isWhole
    ? path.length - last.length >= at && path.endsWith(last)
    : path.indexOf(last, at) !== -1;
}
