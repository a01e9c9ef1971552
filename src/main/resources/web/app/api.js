// The server's API. What it refuses becomes an Error with its sentence.

async function answer(response) {
  if (response.ok) {
    return response.json();
  }
  let sentence = `The server answered ${response.status}.`;
  try {
    sentence = (await response.json()).error ?? sentence;
  } catch {
    // no sentence came
  }
  const error = new Error(sentence);
  error.status = response.status;
  throw error;
}

async function ask(path, options) {
  let response;
  try {
    response = await fetch(path, options);
  } catch {
    throw new Error('The server does not answer: is it running?');
  }
  return answer(response);
}

function sent(method, value) {
  return { method, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(value) };
}

export const session = () => ask('/api/session');
export const signIn = (token) => ask('/api/session', sent('POST', { token }));
export const tasks = () => ask('/api/tasks');
export const models = () => ask('/api/models');
export const plan = (values) => ask(`/api/plan?${new URLSearchParams(values)}`);
export const job = (id) => ask(`/api/jobs/${encodeURIComponent(id)}`);
export const settingsOf = (id) => ask(`/api/jobs/${encodeURIComponent(id)}/settings`);
export const cancel = (id) => ask(`/api/jobs/${encodeURIComponent(id)}`, { method: 'DELETE' });
export const again = (id, settings) => ask(`/api/jobs/${encodeURIComponent(id)}/again`, sent('POST', settings));

export function submit(photo, task, settings, mask, kernel) {
  const form = new FormData();
  form.append('task', task);
  form.append('settings', JSON.stringify(settings));
  form.append('photo', photo, photo.name);
  if (mask) {
    form.append('mask', mask, 'mask.png');
  }
  if (kernel) {
    form.append('kernel', kernel, 'kernel.png');
  }
  return ask('/api/jobs', { method: 'POST', body: form });
}

export async function file(path, name) {
  const response = await fetch(path);
  if (!response.ok) {
    return answer(response);
  }
  return new File([await response.blob()], name);
}

// Events come for as long as the page is open; the browser connects again by itself, and tells what it has seen.
export function follow(onJobs, onAgents, onLost) {
  const source = new EventSource('/api/events');
  source.addEventListener('jobs', (e) => onJobs(JSON.parse(e.data), true));
  source.addEventListener('job', (e) => onJobs([JSON.parse(e.data)], false));
  source.addEventListener('agents', (e) => onAgents(JSON.parse(e.data)));
  source.addEventListener('open', () => onLost(false));
  source.addEventListener('error', () => {
    onLost(true);
    if (source.readyState === EventSource.CLOSED) { // refused: try again, as the browser does not
      setTimeout(() => follow(onJobs, onAgents, onLost), 2000);
    }
  });
}
