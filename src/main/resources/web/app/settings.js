// The form: task, five sliders, and what else may be set. Knows what the server says of each, and of the photo's plan.

import * as api from './api.js';
import { $, make, seconds, trouble } from './dom.js';

const NAMES = {
  sr4: 'Enlarge 4×', sr: 'Enlarge', inpaint: 'Fill what is marked', 'inpaint-box': 'Fill a box', 'inpaint-random': 'Fill lost pixels',
  'deblur-gaussian': 'Deblur', 'deblur-motion': 'Deblur motion', denoise: 'Denoise', custom: 'Custom operator',
};

export class Settings {
  constructor(catalog, models, changed) {
    this.catalog = catalog;
    this.plan = null;
    this.size = null;
    this.asked = 0;
    this.changed = changed;
    this.sliders = new Map();
    for (const task of catalog.tasks) {
      $('task').append(make('option', { value: task.name }, NAMES[task.name] ?? task.name));
    }
    $('task').value = 'inpaint';
    $('model').append(make('option', { value: 'auto' }, 'By the photo'));
    for (const model of models) {
      $('model').append(make('option', { value: model.name }, `${model.name} (${model.anySize ? 'any size' : `${model.width}×${model.height}`})`));
    }
    for (const slider of catalog.sliders) {
      this.addSlider(slider);
    }
    for (const id of ['task', 'model', 'method', 'fit', 'scale', 'samples-count']) {
      $(id).addEventListener('change', () => this.replan(id !== 'samples-count'));
    }
    $('reset').addEventListener('click', () => this.replan(true));
    this.replan(true);
  }

  addSlider(slider) {
    const id = `slider-${slider.name}`;
    const snaps = slider.name === 'featherSize';
    const range = make('input', {
      id, type: 'range', min: slider.least, max: slider.most, step: slider.step, 'aria-describedby': `${id}-tip`,
    });
    const number = make('input', {
      id: `${id}-number`, type: 'number', min: slider.least, max: snaps ? slider.most + 1 : slider.most, step: 'any',
      'aria-label': `${slider.label}, as a number`,
    });
    const odd = (v) => (snaps && v > 1 && v % 2 === 0 ? v + 1 : v); // the server does the same
    const set = (value) => {
      const v = Math.max(slider.least, Math.min(slider.most, Number(value)));
      range.value = String(Number.isFinite(v) ? v : slider.least);
      number.value = String(odd(Number(range.value)));
      this.tell();
    };
    range.addEventListener('input', () => set(range.value));
    number.addEventListener('change', () => set(number.value));
    const text = slider.symbol ? `${slider.label} ${slider.symbol}` : slider.label;
    const box = make(
      'div', { class: 'slider' },
      make('div', { class: 'head' }, make('label', { for: id }, slider.unit ? `${text}, ${slider.unit}` : text), number),
      range,
      make('p', { id: `${id}-tip`, class: 'tip', role: 'tooltip' }, slider.sentence),
    );
    $('sliders').append(box);
    this.sliders.set(slider.name, { slider, range, number, box, set });
  }

  get task() {
    return this.catalog.tasks.find((task) => task.name === $('task').value);
  }

  photo(width, height) {
    this.size = { width, height };
    return this.replan(true);
  }

  // Asks how the photo would be restored; puts the preset into the sliders where something else is asked for.
  async replan(preset) {
    const task = this.task;
    $('scale-field').hidden = !task.scaled;
    $('blur-field').hidden = !task.blurred;
    $('kernel-field').hidden = !task.kernel;
    const mine = ++this.asked;
    const values = {
      task: task.name, width: this.size?.width ?? 64, height: this.size?.height ?? 64, model: $('model').value,
      samples: Math.max(1, Number($('samples-count').value) || 1), fit: $('fit').checked,
    };
    if (task.scaled) {
      values.scale = $('scale').value;
    }
    const method = $('method').value;
    if (method) {
      values.method = method;
    }
    let plan;
    try {
      plan = await api.plan(values);
      trouble('');
    } catch (e) {
      if (method && e.status === 400) { // of another model than this task's: its own then
        $('method').value = '';
        return this.replan(preset);
      }
      trouble(e.message);
      return undefined;
    }
    if (mine !== this.asked) {
      return undefined;
    }
    this.plan = plan;
    if ($('method').dataset.model !== plan.model) {
      $('method').dataset.model = plan.model;
      $('method').replaceChildren(make('option', { value: '' }, 'Preset'), ...plan.methods.map((m) => make('option', { value: m }, m)));
      $('method').value = plan.methods.includes(method) ? method : '';
    }
    if (preset) {
      this.sliders.get('steps').set(plan.steps);
      this.sliders.get('gamma').set(plan.weights.gamma ?? 0);
      this.sliders.get('omega').set(plan.weights.omega ?? 0);
      this.sliders.get('featherSize').set(0);
      this.sliders.get('featherSigma').set(0);
    }
    for (const { slider, range, number, box } of this.sliders.values()) {
      const off = (slider.latent && plan.anySize) || (slider.masked && !task.masked);
      range.disabled = off;
      number.disabled = off;
      box.classList.toggle('off', off);
    }
    $('prompt-fields').hidden = !plan.text;
    $('model-facts').textContent = plan.anySize
      ? `${plan.model}: photos of any size. The two factors belong to models with latents.`
      : `${plan.model}: a model with latents.`;
    this.tell();
    return plan;
  }

  tell() {
    if (this.plan && this.size) {
      const samples = Math.max(1, Number($('samples-count').value) || 1);
      const s = this.plan.secondsToBegin + this.plan.secondsPerStep * Number(this.sliders.get('steps').range.value) * samples;
      $('eta').textContent = `takes about ${seconds(s)}`;
    }
    this.changed();
  }

  // What the job is given.
  values() {
    const out = {};
    for (const [name, { range }] of this.sliders) {
      if (!range.disabled) {
        out[name] = Number(range.value);
      }
    }
    if (out.featherSize === 0) { // a hard edge, whatever the other says
      delete out.featherSigma;
    }
    const seed = $('seed').value.trim();
    if (seed) {
      out.seed = Number(seed);
    }
    const samples = Math.max(1, Number($('samples-count').value) || 1);
    if (samples > 1) {
      out.samples = samples;
    }
    if ($('method').value) {
      out.method = $('method').value;
    }
    if ($('model').value !== 'auto') {
      out.model = $('model').value;
    }
    if ($('fit').checked) {
      out.fit = true;
    }
    if (this.task.scaled) {
      out.scale = Number($('scale').value);
    }
    if (this.task.blurred && $('blurSigma').value) {
      out.blurSigma = Number($('blurSigma').value);
    }
    if ($('sigmaY').value) {
      out.sigmaY = Number($('sigmaY').value);
    }
    if (this.plan?.text) { // other models refuse it
      for (const id of ['prompt', 'negative']) {
        if ($(id).value.trim()) {
          out[id] = $(id).value;
        }
      }
      if ($('guidance').value) {
        out.guidance = Number($('guidance').value);
      }
    }
    return out;
  }

  // Puts those of an earlier job into the form.
  async take(task, values) {
    $('task').value = task;
    $('model').value = values.model ?? 'auto';
    $('samples-count').value = values.samples ?? 1;
    $('fit').checked = values.fit ?? false;
    $('scale').value = values.scale ?? 2;
    $('seed').value = values.seed ?? 42;
    $('sigmaY').value = values.sigmaY ?? '';
    $('blurSigma').value = values.blurSigma ?? '';
    $('prompt').value = values.prompt ?? '';
    $('negative').value = values.negative ?? '';
    $('guidance').value = values.guidance ?? '';
    await this.replan(true);
    if (values.method) {
      $('method').value = values.method;
    }
    for (const [name, { set }] of this.sliders) {
      if (values[name] !== undefined) {
        set(values[name]);
      }
    }
  }
}
