// The job that was chosen: its way through the queue, what is believed on the way, and what it became.

import { comparison, curve } from './comparison.js';
import { $, make, seconds } from './dom.js';

const WORDS = { queued: 'waits', working: 'in work', done: 'done', failed: 'failed', cancelled: 'cancelled' };

export function word(job) {
  if (job.state === 'queued') {
    return job.position === 1 ? 'is next' : `waits, place ${job.position}`;
  }
  if (job.state === 'working') {
    return job.steps ? `step ${job.step} of ${job.steps}` : 'loads the model';
  }
  return WORDS[job.state];
}

export class Watching {
  // actions: cancel, again, retry, use, takeUp
  constructor(actions) {
    this.actions = actions;
    this.job = null;
    this.beside = [];
    this.drawn = '';
  }

  show(job, jobs) {
    this.job = job;
    $('job').hidden = !job;
    if (!job) {
      return;
    }
    $('job-title').textContent = `${job.name}: ${word(job)}`;
    const pair = this.beside.map((id) => jobs.get(id)).filter((one) => one);
    const shape = [job.id, job.state, ...pair.map((one) => one.id + one.state)].join();
    if (job.state === 'working' || job.state === 'queued') {
      if (this.drawn !== shape) {
        this.progress(job);
      }
      this.update(job);
    } else if (this.drawn !== shape) {
      this.ended(job, pair);
    }
    this.drawn = shape;
  }

  progress(job) {
    this.bar = make('progress', { max: 1, 'aria-label': 'Steps' });
    this.line = make('p', { id: 'progress-line' });
    this.curve = make('figure', { id: 'curve' });
    this.preview = make('img', { id: 'preview', class: 'picture', alt: 'What is believed so far', hidden: true });
    $('job-body').replaceChildren(
      make(
        'div', { class: 'job-grid' },
        make('figure', {}, this.preview),
        make('div', {}, this.bar, this.line, this.curve, make('button', { id: 'cancel', onclick: () => this.actions.cancel(job) }, 'Cancel')),
      ),
    );
  }

  update(job) {
    if (job.steps) {
      this.bar.value = job.step / job.steps;
    } else if (job.state === 'queued') {
      this.bar.value = 0;
    } else {
      this.bar.removeAttribute('value');
    }
    this.line.textContent = word(job) + (job.etaSeconds !== undefined ? `, about ${seconds(job.etaSeconds)} left` : '');
    if (job.residuals.length > 1) {
      this.curve.replaceChildren(curve(job.residuals), make('figcaption', {}, `Residual ${job.residuals.at(-1).value.toPrecision(3)}`));
    }
    if (job.preview && this.preview.getAttribute('src') !== job.preview) {
      const next = new Image();
      next.onload = () => {
        this.preview.src = next.src;
        this.preview.hidden = false;
        this.preview.classList.toggle('small', next.naturalWidth < 400);
      };
      next.src = job.preview;
    }
  }

  ended(job, pair) {
    if (job.state !== 'done') {
      $('job-body').replaceChildren(
        make('p', { class: 'reason' }, job.state === 'failed' ? job.reason || 'It failed.' : 'It was cancelled.'),
        make(
          'div', { class: 'row' },
          make('button', { id: 'retry', onclick: () => this.actions.retry(job) }, 'Try again'),
          make('button', { onclick: () => this.actions.takeUp(job) }, 'Take up again'),
        ),
      );
      return;
    }
    const { result } = job;
    const stem = job.name.replace(/\.[^.]*$/, '');
    const facts = [
      result.model, `${result.width}×${result.height}`, result.seed !== undefined ? `seed ${result.seed}` : '',
      result.seconds ? `${result.seconds.toFixed(1)} s` : '', result.residual ? `residual ${result.residual.toPrecision(3)}` : '',
    ].filter((fact) => fact).join(' · ');
    const buttons = make(
      'div', { class: 'row' },
      make('a', { id: 'download', class: 'button', href: result.picture, download: `${stem}.png` }, 'Download picture'),
      result.report ? make('a', { id: 'report', class: 'button', href: result.report, download: `${stem}.json` }, 'Download report') : '',
      make('button', { id: 'use', onclick: () => this.actions.use(job) }, 'Use as input'),
      make('button', { id: 'again', onclick: () => this.actions.again(job) }, 'Again with another seed'),
      make('button', { id: 'take-up', onclick: () => this.actions.takeUp(job) }, 'Take up again'),
    );
    const parts = [...comparison(job), make('p', { id: 'facts' }, facts), buttons];
    const small = (result.width ?? 0) < 400 ? ' small' : '';
    const all = [
      ...pair.map((one) => this.figure(one, small)),
      ...result.samples.map((path, k) => make('figure', {}, make('img', { class: `picture${small}`, src: path, alt: `Sample ${k + 1}` }), make('figcaption', {}, `sample ${k + 1}`))),
    ];
    if (all.length > 0) {
      parts.push(make('div', { class: 'pair' }, ...all));
    }
    $('job-body').replaceChildren(...parts);
  }

  figure(one, small) {
    return make(
      'figure', {},
      one.state === 'done' ? make('img', { class: `picture${small}`, src: one.result.picture, alt: `${one.name}, seed ${one.result.seed}` }) : '',
      make('figcaption', {}, one.state === 'done' ? `seed ${one.result.seed}` : word(one)),
    );
  }
}
