// A result over the photo that it was made of, with an edge between both that moves; the map of where samples differ over it.

import { make } from './dom.js';

export function comparison(job) {
  const small = (job.result.width ?? 0) < 400 ? ' small' : '';
  const box = make(
    'div', { class: `compare${small}` },
    make('img', { src: job.result.picture, alt: `Result of ${job.name}`, class: 'after' }),
    make('img', { src: `/api/jobs/${job.id}/photo`, alt: `${job.name} before`, class: 'before' }),
    make('div', { class: 'edge' }),
  );
  box.style.setProperty('--ratio', String((job.result.width ?? 1) / (job.result.height ?? 1)));
  const controls = make('div', { class: 'row controls' });
  const slider = (label, value, set) => {
    const input = make('input', { type: 'range', min: 0, max: 100, value });
    input.addEventListener('input', () => set(Number(input.value)));
    controls.append(make('label', {}, label, input));
    return input;
  };
  const edge = slider('Before and after', 50, (v) => box.style.setProperty('--cut', `${v}%`));
  edge.id = 'edge';
  if (job.result.uncertainty) {
    box.append(make('img', { src: job.result.uncertainty, alt: 'Where the samples differ', class: 'heat' }));
    slider('What was invented', 0, (v) => box.style.setProperty('--heat', v / 100));
  }
  return [box, controls];
}

// ‖A x̂ − y‖/(σ√m) over the steps, on a logarithmic scale.
export function curve(points) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('class', 'curve');
  svg.setAttribute('viewBox', '0 0 100 100');
  svg.setAttribute('preserveAspectRatio', 'none');
  svg.setAttribute('role', 'img');
  const logs = points.map((p) => Math.log(Math.max(1e-6, p.value)));
  const least = Math.min(...logs);
  const most = Math.max(...logs);
  const from = points[0]?.step ?? 0;
  const to = points.at(-1)?.step ?? 1;
  const line = document.createElementNS('http://www.w3.org/2000/svg', 'polyline');
  line.setAttribute('points', points.map((p, i) => {
    const x = (100 * (p.step - from)) / Math.max(1, to - from);
    const y = most > least ? 5 + (90 * (most - logs[i])) / (most - least) : 50;
    return `${x.toFixed(2)},${y.toFixed(2)}`;
  }).join(' '));
  svg.append(line);
  const last = points.at(-1);
  svg.setAttribute('aria-label', last ? `Residual after step ${last.step}: ${last.value.toPrecision(3)}` : 'No residual yet');
  return svg;
}
