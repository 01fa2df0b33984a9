// Runs in the browser: the page of a taxon, its names loaded once it is there.
import { draw } from './draw.js';

const { taxon } = SERVER_PAYLOAD;
const rows = draw('tbody');
document
  .getElementById('app')
  .replaceChildren(
    draw('h1', {}, draw('span', { class: `taxon ${taxon.rank}` }, taxon.name)),
    draw(
      'div',
      { id: 'taxonomy-tab' },
      draw('div', { class: 'TaxonomyTab' }, draw('table', { class: 'table' }, rows)),
    ),
  );
const names = await (await fetch(`/taxon_names.json?per_page=400&taxon_id=${taxon.id}`)).json();
for (const { name, lexicon, is_valid } of names) {
  const kind = lexicon === 'Scientific Names' ? 'sciname' : 'comname';
  rows.append(
    draw(
      'tr',
      { class: is_valid ? '' : 'outdated' },
      draw('td', {}, lexicon),
      draw('td', { class: kind }, name),
    ),
  );
}
