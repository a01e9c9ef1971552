// All jobs that the queue knows; those of other tabs and of the watch folder among them.

import { $, make } from './dom.js';
import { word } from './watching.js';

const ORDER = { working: 0, queued: 1, done: 2, failed: 2, cancelled: 2 };

function sorted(jobs) {
  return [...jobs.values()].sort((a, b) => ORDER[a.state] - ORDER[b.state]
    || (a.state === 'queued' ? a.position - b.position : b.at.localeCompare(a.at)));
}

export class Gallery {
  constructor(choose, retry) {
    this.choose = choose;
    this.retry = retry;
    this.shown = new Map();
  }

  show(jobs, chosen) {
    const list = $('gallery');
    $('no-jobs').hidden = jobs.size > 0;
    sorted(jobs).forEach((job, place) => {
      const key = JSON.stringify([job.state, job.step, job.position, job.id === chosen]);
      let item = this.shown.get(job.id);
      if (!item || item.key !== key) {
        const element = this.item(job, job.id === chosen);
        if (item) {
          item.element.replaceWith(element);
        }
        item = { key, element };
        this.shown.set(job.id, item);
      }
      if (list.children[place] !== item.element) {
        list.insertBefore(item.element, list.children[place] ?? null);
      }
    });
  }

  item(job, chosen) {
    const picture = job.state === 'done' ? job.result.picture : `/api/jobs/${job.id}/photo`;
    const image = make('img', { src: picture, alt: '', loading: 'lazy', decoding: 'async' });
    image.addEventListener('error', () => image.remove());
    return make(
      'li', { class: chosen ? 'chosen' : '', 'data-job': job.id, 'data-state': job.state },
      image,
      make('span', { class: 'name' }, job.name),
      make('span', { class: 'state' }, `${job.task}, ${word(job)}`),
      job.state === 'failed' ? make('span', { class: 'reason' }, job.reason) : '',
      make(
        'span', { class: 'row' },
        make('button', { 'aria-label': `Show ${job.name}, ${word(job)}`, onclick: () => this.choose(job.id) }, 'Show'),
        job.state === 'failed' || job.state === 'cancelled'
          ? make('button', { 'aria-label': `Try ${job.name} again`, onclick: () => this.retry(job) }, 'Retry') : '',
      ),
    );
  }
}
