// Runs in the browser: the photos of a taxon, twelve observations at a time as the visitor scrolls.
import { draw } from './draw.js';

const { taxon } = SERVER_PAYLOAD;
const query = new URLSearchParams(location.search);
const licence = query.get('photo_license') ?? 'any';
const grade = query.get('quality_grade') ?? 'research';

const list = draw('div', { class: 'photos' });
const loader = draw('div', { class: 'loading' }, '...');
document
  .getElementById('app')
  .replaceChildren(
    draw(
      'div',
      { id: 'Photos' },
      draw('h1', {}, taxon.name),
      draw('div', { class: 'PhotoBrowser fluid' }, list),
    ),
  );
list.append(loader);

let page = 0;
let isLoading = false;
let isMore = true;
await loadMore();
addEventListener('scroll', () => loadMore());

async function loadMore() {
  if (isLoading || !isMore) return;
  isLoading = true;
  page += 1;
  const search = new URLSearchParams({ taxon_id: taxon.id, photos: 'true', page, per_page: '12' });
  if (licence !== 'any') search.set('photo_license', licence);
  if (grade !== 'any') search.set('quality_grade', grade);
  const found = await (await fetch(`/page-data/observations?${search}`)).json();
  const shown = found.results.flatMap((observation) =>
    observation.photos
      .filter((photo) => licence === 'any' || photo.license_code === licence)
      .map((photo) => tile(photo, observation)),
  );
  loader.before(...shown);
  isMore = found.total_results > page * 12;
  isLoading = false;
  if (isMore) return;
  loader.remove();
  if (list.children.length === 0) {
    list.append(draw('div', { class: 'nocontent text-muted' }, 'There are no observations yet'));
  }
}

function tile(photo, observation) {
  const address = photo.url.replace('square', 'small');
  return draw(
    'div',
    { class: 'TaxonPhoto' },
    draw('button', { type: 'button', click: () => open(photo, observation) }, '+'),
    draw('div', {
      class: 'CoverImage low',
      style: `min-height: 233px; background-image: url('${address}')`,
    }),
  );
}

function open(photo, { id, user }) {
  const code = photo.license_code;
  const rights =
    code === null ? 'all rights reserved' : draw('a', { href: '/', title: code }, 'some rights');
  const attribution = draw(
    'div',
    { class: 'photo-attribution' },
    draw('span', {}, `(c) ${user.name ?? user.login} – `, rights),
    draw('a', { href: `/photos/${photo.id}`, title: 'Details' }, 'i'),
    draw('a', { href: `/observations/${id}` }, 'View observation'),
  );
  document.querySelector('.PhotoModal')?.remove();
  document.body.append(draw('div', { class: 'PhotoModal' }, attribution));
}
