// Puts the parts of the page together.

import * as api from './api.js';
import { Brushwork } from './brushwork.js';
import { Stage } from './canvas.js';
import { $, save, say, trouble } from './dom.js';
import { Gallery } from './gallery.js';
import { Mask } from './mask.js';
import { maskPng, readMask } from './png.js';
import { Settings } from './settings.js';
import { signedIn } from './sign-in.js';
import { Watching } from './watching.js';

const jobs = new Map();
let chosen = decodeURIComponent(location.hash.replace(/^#job=/, ''));
let photo = null; // { file, width, height }
let settings = null;
let busy = false;

const stage = new Stage($('stage'), $('base'), $('overlay'));
const brush = new Brushwork(stage, $('ring'), maskChanged);
const watching = new Watching({ cancel, again, retry, use, takeUp });
const gallery = new Gallery(choose, retry);

// For the page's own tests: what was drawn when, and what is marked.
window.psld = { stage, brush, jobs };

async function attempt(work) {
  try {
    trouble('');
    return await work();
  } catch (e) {
    trouble(e.message);
    return undefined;
  }
}

// Photo

async function open(file) {
  await attempt(async () => {
    const large = settings.catalog.uploadBytes;
    if (file.size > large) {
      throw new Error(`${file.name} has ${(file.size / 1e6).toFixed(0)} MB, more than the ${large / 1e6} MB that are taken here.`);
    }
    let bitmap;
    try {
      bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' });
    } catch {
      throw new Error(`${file.name} is no picture that a browser can show: PNG, JPEG and WebP are.`);
    }
    photo = { file, width: bitmap.width, height: bitmap.height };
    stage.photo?.close?.();
    stage.show(bitmap, new Mask(bitmap.width, bitmap.height));
    $('tools').hidden = false;
    $('view').hidden = false;
    $('size').max = String(Math.max(40, Math.round(Math.max(bitmap.width, bitmap.height) / 4)));
    setSize(Math.max(4, Math.round(Math.max(bitmap.width, bitmap.height) / 24)));
    const megapixels = (bitmap.width * bitmap.height) / 1e6;
    $('photo-facts').textContent = `${file.name}: ${bitmap.width}×${bitmap.height}, ${megapixels.toFixed(megapixels < 1 ? 3 : 1)} megapixels`;
    say(`${file.name} is open`);
    maskChanged();
    await settings.photo(bitmap.width, bitmap.height);
  });
}

function ready() {
  const masked = settings?.task?.name === 'inpaint';
  const missing = photo ? stage.mask.marked > 0 : false;
  $('run').disabled = busy || !photo || (masked && !missing);
  $('run').title = masked && photo && !missing ? 'Paint over what is missing first' : '';
}

function maskChanged() {
  if (stage.mask) {
    const count = stage.mask.count();
    stage.mask.marked = count;
    const share = (100 * count) / (stage.mask.width * stage.mask.height);
    $('marked').textContent = count === 0 ? 'nothing is marked' : `${share < 0.1 ? share.toFixed(3) : share.toFixed(1)} % marked`;
    $('undo').disabled = stage.mask.done.length === 0;
    $('redo').disabled = stage.mask.undone.length === 0;
  }
  ready();
}

// Tools

function tool(name) {
  brush.tool = name;
  for (const button of document.querySelectorAll('[data-tool]')) {
    button.setAttribute('aria-pressed', String(button.dataset.tool === name));
  }
  $('overlay').classList.toggle('hand', name === 'hand');
}

function setSize(value) {
  brush.size = Math.max(1, Math.min(Number($('size').max), Math.round(value)));
  $('size').value = String(brush.size);
  $('size-shown').value = String(brush.size);
}

function edit(work) {
  if (stage.mask) {
    work(stage.mask);
    stage.draw();
    maskChanged();
  }
}

const undo = () => edit((mask) => mask.undo());
const redo = () => edit((mask) => mask.redo());
const invert = () => edit((mask) => mask.invert());
const clear = () => edit((mask) => mask.clear());

async function loadMask(file) {
  await attempt(async () => {
    const read = await readMask(file);
    edit((mask) => mask.load(read.width, read.height, read.missing));
    if (read.width !== stage.mask.width || read.height !== stage.mask.height) {
      trouble(`The mask has ${read.width}×${read.height} pixels and was scaled to the photo.`);
    }
  });
}

const KEYS = {
  b: () => tool('brush'), e: () => tool('eraser'), r: () => tool('rectangle'), l: () => tool('lasso'), h: () => tool('hand'),
  i: invert, Delete: clear, '[': () => setSize(brush.size / 1.2 - 1), ']': () => setSize(brush.size * 1.2 + 1),
  '+': () => stage.zoom(1.25), '=': () => stage.zoom(1.25), '-': () => stage.zoom(0.8), 0: () => stage.fit(),
};

function keyDown(e) {
  const field = e.target.closest?.('input:not([type=range]), select, textarea');
  if (!photo || field) {
    return;
  }
  if ((e.ctrlKey || e.metaKey) && e.key.toLowerCase() === 'z') {
    e.preventDefault();
    (e.shiftKey ? redo : undo)();
  } else if ((e.ctrlKey || e.metaKey) && e.key.toLowerCase() === 'y') {
    e.preventDefault();
    redo();
  } else if (!e.ctrlKey && !e.metaKey && !e.altKey) {
    if (e.key === ' ' && e.target === $('overlay')) {
      e.preventDefault();
      brush.space = true;
    } else {
      const work = KEYS[e.key.length === 1 ? e.key.toLowerCase() : e.key];
      if (work && !(e.target.closest?.('input') && e.key.length > 1)) {
        work();
      }
    }
  }
}

// Jobs

async function run() {
  busy = true;
  ready();
  await attempt(async () => {
    const { task } = settings;
    const mask = task.masked && stage.mask.marked > 0 ? await maskPng(stage.mask) : null;
    const job = await api.submit(photo.file, task.name, settings.values(), mask, task.kernel ? $('kernel').files[0] : null);
    watching.beside = [];
    tell([job], false);
    choose(job.id);
    say(`${job.name} is in the queue`);
  });
  busy = false;
  ready();
}

async function cancel(job) {
  await attempt(() => api.cancel(job.id));
}

async function again(job) {
  await attempt(async () => {
    const seed = crypto.getRandomValues(new Uint32Array(1))[0] % 1_000_000;
    const next = await api.again(job.id, { seed });
    watching.beside = [job.id, ...watching.beside];
    tell([next], false);
    choose(next.id, true);
  });
}

async function retry(job) {
  await attempt(async () => {
    const next = await api.again(job.id, {});
    tell([next], false);
    choose(next.id);
  });
}

async function use(job) {
  await attempt(async () => {
    await open(await api.file(job.result.picture, `${job.name.replace(/\.[^.]*$/, '')}.png`));
    $('photo').scrollIntoView();
  });
}

async function takeUp(job) {
  await attempt(async () => {
    const file = await api.file(`/api/jobs/${job.id}/photo`, job.name);
    const values = await api.settingsOf(job.id);
    await open(file);
    const mask = await fetch(`/api/jobs/${job.id}/mask`);
    if (mask.ok) {
      await loadMask(await mask.blob());
    }
    await settings.take(job.task, values);
    ready();
    $('photo').scrollIntoView();
  });
}

function choose(id, keep) {
  if (!keep) {
    watching.beside = [];
  }
  chosen = id;
  history.replaceState(null, '', `#job=${encodeURIComponent(id)}`);
  watching.drawn = '';
  show();
  $('job').scrollIntoView({ block: 'nearest' });
}

function show() {
  watching.show(jobs.get(chosen) ?? null, jobs);
  gallery.show(jobs, chosen);
}

function tell(news) {
  for (const job of news) {
    const before = jobs.get(job.id);
    if (before && before.state !== job.state && job.id === chosen) {
      say(`${job.name}: ${job.state}`);
    }
    jobs.set(job.id, job);
  }
  show();
}

function agents({ paused, trouble: why, agents: all }) {
  const words = all.map((one) => one.state + (one.sentence ? `: ${one.sentence}` : ''));
  $('agents').textContent = why || (paused ? 'paused' : words.join('; ') || 'no agent works on the queue');
}

function lost(gone) {
  document.body.classList.toggle('lost', gone);
  if (gone) {
    $('agents').textContent = 'the server does not answer; trying again';
  }
}

async function selected() {
  if (chosen && !jobs.has(chosen)) { // older than the list
    try {
      tell([await api.job(chosen)]);
    } catch {
      chosen = '';
    }
  }
}

async function start() {
  await signedIn();
  const [catalog, models] = await Promise.all([api.tasks(), api.models()]);
  settings = new Settings(catalog, models, ready);
  api.follow((news) => {
    tell(news);
    selected();
  }, agents, lost);
}

// Events of the page

for (const button of document.querySelectorAll('[data-tool]')) {
  button.addEventListener('click', () => tool(button.dataset.tool));
}
for (const button of document.querySelectorAll('[data-sample]')) {
  button.addEventListener('click', () => attempt(async () => open(await api.file(`/samples/${button.dataset.sample}`, button.dataset.sample))));
}
$('file').addEventListener('change', () => $('file').files[0] && open($('file').files[0]));
$('mask-file').addEventListener('change', () => {
  if ($('mask-file').files[0]) {
    loadMask($('mask-file').files[0]);
    $('mask-file').value = '';
  }
});
$('save-mask').addEventListener('click', async () => save(await maskPng(stage.mask), 'mask.png'));
$('size').addEventListener('input', () => setSize(Number($('size').value)));
$('undo').addEventListener('click', undo);
$('redo').addEventListener('click', redo);
$('invert').addEventListener('click', invert);
$('clear').addEventListener('click', clear);
$('zoom-in').addEventListener('click', () => stage.zoom(1.25));
$('zoom-out').addEventListener('click', () => stage.zoom(0.8));
$('zoom-fit').addEventListener('click', () => stage.fit());
stage.onView = () => {
  $('zoom-shown').textContent = `${Math.round(100 * (stage.scale / stage.ratio))} %`;
};
$('numbers').addEventListener('submit', (e) => {
  e.preventDefault();
  const [x, y, w, h] = ['x', 'y', 'w', 'h'].map((name) => Number($('numbers').elements[name].value));
  edit((mask) => {
    mask.begin();
    mask.rectangle(x, y, x + w, y + h, brush.value());
    mask.commit();
  });
});
$('form').addEventListener('submit', (e) => {
  e.preventDefault();
  if (!$('run').disabled) {
    run();
  }
});
document.addEventListener('keydown', keyDown);
document.addEventListener('keyup', (e) => {
  if (e.key === ' ') {
    brush.space = false;
  }
});
document.addEventListener('dragover', (e) => {
  e.preventDefault();
  $('stage').classList.add('over');
});
document.addEventListener('dragleave', () => $('stage').classList.remove('over'));
document.addEventListener('drop', (e) => {
  e.preventDefault();
  $('stage').classList.remove('over');
  if (settings && e.dataTransfer.files[0]) {
    open(e.dataTransfer.files[0]);
  }
});
document.addEventListener('paste', (e) => {
  const file = [...e.clipboardData.files][0];
  if (settings && file) {
    open(file);
  }
});
window.addEventListener('hashchange', () => {
  chosen = decodeURIComponent(location.hash.replace(/^#job=/, ''));
  watching.drawn = '';
  show();
  selected();
});

attempt(start);
