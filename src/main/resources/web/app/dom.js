// Elements in few words; text is always text.

export const $ = (id) => document.getElementById(id);

export function make(tag, attributes = {}, ...inside) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) {
      element.addEventListener(name.slice(2), value);
    } else if (value === true) {
      element.setAttribute(name, '');
    } else if (value !== false && value !== undefined) {
      element.setAttribute(name, value);
    }
  }
  element.append(...inside);
  return element;
}

// Said to those who hear the page.
export function say(text) {
  $('said').textContent = text;
}

export function trouble(text) {
  $('trouble').textContent = text;
  $('trouble').hidden = !text;
}

export function seconds(s) {
  if (s < 90) {
    return `${Math.max(1, Math.round(s))} s`;
  }
  return s < 5400 ? `${Math.round(s / 60)} min` : `${(s / 3600).toFixed(1)} h`;
}

// Hands a file to whoever sits before the page.
export function save(blob, name) {
  const url = URL.createObjectURL(blob);
  make('a', { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
