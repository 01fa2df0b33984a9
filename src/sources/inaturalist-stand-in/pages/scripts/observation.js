// Runs in the browser: the page of an observation, drawn when its data have come.
import { draw } from './draw.js';

const answer = await fetch(`/page-data/observations/${INITIAL_OBSERVATION_UUID}`);
const [observation] = (await answer.json()).results;
const { user, photos, quality_grade: grade, observed_on_details: day } = observation;

const slides = photos.map((photo) =>
  draw(
    'div',
    { class: 'image-gallery-slide' },
    draw('img', { src: photo.url.replace('square', 'large') }),
    draw('a', { href: `/photos/${photo.id}` }, 'i'),
  ),
);
const search = new URLSearchParams({ user_id: user.login, place_id: 'any', verifiable: 'any' });
if (day !== null) search.set('on', `${day.year}-${day.month}-${day.day}`);
const date =
  day === null ? 'Missing date' : draw('a', { href: `/observations?${search}` }, 'The day');
const { latitude, longitude } = observation;
const map =
  latitude === null
    ? undefined
    : draw(
        'div',
        { class: 'MapDetails' },
        draw('a', {
          class: 'value',
          href: `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}`,
        }),
      );

document
  .getElementById('app')
  .replaceChildren(
    draw(
      'div',
      { id: 'ObservationShow' },
      draw(
        'div',
        { class: 'ObservationTitle' },
        draw('span', { class: 'taxon' }, observation.taxon.name),
        draw('span', { class: `quality_grade ${grade} ` }, grade),
      ),
      draw('div', { class: 'PhotoBrowser' }, ...slides),
      draw(
        'div',
        { class: 'user_info' },
        draw(
          'div',
          { class: 'UserWithIcon' },
          draw(
            'span',
            { class: 'userlink' },
            draw('a', { href: `/people/${user.login}`, title: user.login }, user.login),
          ),
        ),
      ),
      draw(
        'div',
        { class: 'date_row' },
        draw('div', {}, draw('span', { class: 'date' }, date)),
        draw('div', {}, draw('span', { class: 'date' }, draw('a', { href: '/?on=1999-1-1' }, '-'))),
      ),
      map,
    ),
  );
