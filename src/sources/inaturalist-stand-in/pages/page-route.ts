import type { World } from '../world.ts';

/** Pages of one kind of address. */
export interface PageRoute {
  /** Of the path, without the query. */
  readonly pattern: RegExp;
  readonly answer: (match: RegExpExecArray, url: URL, world: World) => PageAnswer;
}

export interface PageAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export function htmlAnswer(body: string, status = 200): PageAnswer {
  return { status, headers: { 'content-type': 'text/html; charset=utf-8' }, body };
}

export function jsonAnswer(value: unknown): PageAnswer {
  const headers = { 'content-type': 'application/json; charset=utf-8' };
  return { status: 200, headers, body: JSON.stringify(value) };
}

export function notFound(): PageAnswer {
  return htmlAnswer(htmlPage({ title: 'Not found', head: '', scripts: [] }), 404);
}

export interface HtmlPage {
  readonly title: string;
  /** Markup. */
  readonly head: string;
  /** Statements that stand in the page, and names of scripts that it loads, in order. */
  readonly scripts: readonly ({ readonly inline: string } | { readonly name: string })[];
}

/** A page that holds nothing until its scripts have run. */
export function htmlPage({ title, head, scripts }: HtmlPage): string {
  const tags = scripts.map((script) =>
    'inline' in script
      ? `<script>${script.inline}</script>`
      : `<script type="module" src="/page-scripts/${script.name}.js"></script>`,
  );
  return `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(title)}</title>
<link rel="stylesheet" href="/page-scripts/style.css">${head}</head>
<body><div id="app"><div id="initial-loading">...</div></div>
${tags.join('\n')}
</body></html>
`;
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (found) => `&#${found.charCodeAt(0)};`);
}

/** JSON that may stand in a script of a page. */
export function scriptJson(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c');
}
