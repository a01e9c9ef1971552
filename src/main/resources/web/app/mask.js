// A mask at the size of its photo: one byte a pixel, 1 where it is missing. Knows no page.

const TILE = 256;
const HISTORY = 192 << 20; // bytes of undo that are kept

export class Mask {
  constructor(width, height) {
    this.width = width;
    this.height = height;
    this.pixels = new Uint8Array(width * height);
    this.across = Math.ceil(width / TILE);
    this.undone = [];
    this.done = [];
    this.open = null;
    this.dirty = null;
  }

  // An edit: all that is painted until commit() is undone at once.
  begin() {
    this.open = new Map();
  }

  // Whether something was painted.
  commit() {
    const tiles = this.open;
    this.open = null;
    if (!tiles || tiles.size === 0) {
      return false;
    }
    this.done.push(tiles);
    this.undone = [];
    let bytes = 0;
    for (let i = this.done.length - 1; i >= 0; i--) {
      for (const tile of this.done[i].values()) {
        bytes += tile.length;
      }
      if (bytes > HISTORY && i < this.done.length - 1) {
        this.done.splice(0, i + 1);
        break;
      }
    }
    return true;
  }

  // Takes back what was painted since begin().
  abort() {
    const tiles = this.open;
    this.open = null;
    if (tiles) {
      this.swap(tiles);
    }
  }

  undo() {
    return this.step(this.done, this.undone);
  }

  redo() {
    return this.step(this.undone, this.done);
  }

  step(from, to) {
    const tiles = from.pop();
    if (tiles) {
      to.push(this.swap(tiles));
    }
    return Boolean(tiles);
  }

  swap(tiles) {
    const now = new Map();
    for (const [index, before] of tiles) {
      now.set(index, this.copy(index));
      const box = this.box(index);
      for (let y = 0; y < box.h; y++) {
        this.pixels.set(before.subarray(y * box.w, (y + 1) * box.w), (box.y + y) * this.width + box.x);
      }
      this.soil(box.x, box.y, box.x + box.w, box.y + box.h);
    }
    return now;
  }

  box(index) {
    const x = (index % this.across) * TILE;
    const y = Math.floor(index / this.across) * TILE;
    return { x, y, w: Math.min(TILE, this.width - x), h: Math.min(TILE, this.height - y) };
  }

  copy(index) {
    const box = this.box(index);
    const out = new Uint8Array(box.w * box.h);
    for (let y = 0; y < box.h; y++) {
      const at = (box.y + y) * this.width + box.x;
      out.set(this.pixels.subarray(at, at + box.w), y * box.w);
    }
    return out;
  }

  // Keeps what is there before it is painted over.
  touch(x0, y0, x1, y1) {
    const left = Math.max(0, Math.floor(x0));
    const top = Math.max(0, Math.floor(y0));
    const right = Math.min(this.width, Math.ceil(x1));
    const bottom = Math.min(this.height, Math.ceil(y1));
    if (left >= right || top >= bottom) {
      return;
    }
    if (this.open) {
      for (let ty = Math.floor(top / TILE); ty <= Math.floor((bottom - 1) / TILE); ty++) {
        for (let tx = Math.floor(left / TILE); tx <= Math.floor((right - 1) / TILE); tx++) {
          const index = ty * this.across + tx;
          if (!this.open.has(index)) {
            this.open.set(index, this.copy(index));
          }
        }
      }
    }
    this.soil(left, top, right, bottom);
  }

  soil(x0, y0, x1, y1) {
    const d = this.dirty;
    this.dirty = d
      ? { x0: Math.min(d.x0, x0), y0: Math.min(d.y0, y0), x1: Math.max(d.x1, x1), y1: Math.max(d.y1, y1) }
      : { x0, y0, x1, y1 };
  }

  // What has changed since this was last asked.
  takeDirty() {
    const d = this.dirty;
    this.dirty = null;
    return d;
  }

  // Pixels of a row whose middles lie between two places.
  row(y, from, to, value) {
    if (y < 0 || y >= this.height) {
      return;
    }
    const a = Math.max(0, Math.ceil(from - 0.5));
    const b = Math.min(this.width - 1, Math.floor(to - 0.5));
    if (a <= b) {
      this.pixels.fill(value, y * this.width + a, y * this.width + b + 1);
    }
  }

  // A stroke of a round brush from one point to another.
  stroke(x0, y0, x1, y1, radius, value) {
    const r = Math.max(0.5, radius);
    const top = Math.min(y0, y1) - r;
    const bottom = Math.max(y0, y1) + r;
    this.touch(Math.min(x0, x1) - r - 1, top - 1, Math.max(x0, x1) + r + 1, bottom + 1);
    const length = Math.hypot(x1 - x0, y1 - y0);
    const nx = length > 0 ? (-(y1 - y0) / length) * r : 0;
    const ny = length > 0 ? ((x1 - x0) / length) * r : 0;
    const quad = [[x0 + nx, y0 + ny], [x1 + nx, y1 + ny], [x1 - nx, y1 - ny], [x0 - nx, y0 - ny]];
    for (let y = Math.max(0, Math.floor(top)); y <= Math.min(this.height - 1, Math.ceil(bottom)); y++) {
      const middle = y + 0.5;
      let from = Infinity;
      let to = -Infinity;
      for (const [cx, cy] of [[x0, y0], [x1, y1]]) {
        const half = r * r - (middle - cy) ** 2;
        if (half >= 0) {
          from = Math.min(from, cx - Math.sqrt(half));
          to = Math.max(to, cx + Math.sqrt(half));
        }
      }
      for (let i = 0; i < 4 && length > 0; i++) {
        const [ax, ay] = quad[i];
        const [bx, by] = quad[(i + 1) % 4];
        if ((ay <= middle) !== (by <= middle)) {
          const x = ax + ((middle - ay) / (by - ay)) * (bx - ax);
          from = Math.min(from, x);
          to = Math.max(to, x);
        }
      }
      this.row(y, from, to, value);
    }
    for (const [x, y] of [[x0, y0], [x1, y1]]) { // a brush of one pixel hits the one that it is on
      const px = Math.floor(x);
      const py = Math.floor(y);
      if (px >= 0 && py >= 0 && px < this.width && py < this.height) {
        this.pixels[py * this.width + px] = value;
      }
    }
  }

  rectangle(x0, y0, x1, y1, value) {
    const top = Math.max(0, Math.floor(Math.min(y0, y1)));
    const bottom = Math.min(this.height, Math.ceil(Math.max(y0, y1)));
    const left = Math.floor(Math.min(x0, x1));
    const right = Math.ceil(Math.max(x0, x1));
    this.touch(left, top, right, bottom);
    for (let y = top; y < bottom; y++) {
      this.row(y, left, right, value);
    }
  }

  // What a closed line surrounds, by the even-odd rule.
  polygon(points, value) {
    if (points.length < 3) {
      return;
    }
    const xs = points.map((p) => p[0]);
    const ys = points.map((p) => p[1]);
    const top = ys.reduce((a, b) => Math.min(a, b));
    const bottom = ys.reduce((a, b) => Math.max(a, b));
    this.touch(xs.reduce((a, b) => Math.min(a, b)), top, xs.reduce((a, b) => Math.max(a, b)), bottom);
    for (let y = Math.max(0, Math.floor(top)); y <= Math.min(this.height - 1, Math.ceil(bottom)); y++) {
      const middle = y + 0.5;
      const crossings = [];
      for (let i = 0; i < points.length; i++) {
        const [ax, ay] = points[i];
        const [bx, by] = points[(i + 1) % points.length];
        if ((ay <= middle) !== (by <= middle)) {
          crossings.push(ax + ((middle - ay) / (by - ay)) * (bx - ax));
        }
      }
      crossings.sort((a, b) => a - b);
      for (let i = 0; i + 1 < crossings.length; i += 2) {
        this.row(y, crossings[i], crossings[i + 1], value);
      }
    }
  }

  invert() {
    this.all((pixels) => {
      for (let i = 0; i < pixels.length; i++) {
        pixels[i] ^= 1;
      }
    });
  }

  clear() {
    this.all((pixels) => pixels.fill(0));
  }

  // As another one, by the nearest pixel where its size is another.
  load(width, height, missing) {
    this.all((pixels) => {
      for (let y = 0; y < this.height; y++) {
        const sy = Math.floor(((y + 0.5) * height) / this.height);
        for (let x = 0; x < this.width; x++) {
          const sx = Math.floor(((x + 0.5) * width) / this.width);
          pixels[y * this.width + x] = missing[sy * width + sx];
        }
      }
    });
  }

  all(change) {
    this.begin();
    this.touch(0, 0, this.width, this.height);
    change(this.pixels);
    this.commit();
  }

  count() {
    let count = 0;
    for (let i = 0; i < this.pixels.length; i++) {
      count += this.pixels[i];
    }
    return count;
  }
}
