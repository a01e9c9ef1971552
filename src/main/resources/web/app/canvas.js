// Shows a photo with its mask over it, at any zoom. Both canvases are as large as the screen's part that they fill, however
// large the photo is: a stroke redraws no more than where it went.

const MARK = 0xb0; // opacity of the marked part

export class Stage {
  constructor(host, base, overlay) {
    this.host = host;
    this.base = base;
    this.overlay = overlay;
    this.under = base.getContext('2d', { alpha: false });
    this.over = overlay.getContext('2d');
    this.photo = null;
    this.mask = null;
    this.scale = 1;
    this.x = 0;
    this.y = 0;
    this.whole = true;
    this.asked = false;
    this.settle = 0;
    this.draft = null;
    this.frames = [];
    this.onView = () => {};
    new ResizeObserver(() => this.resize()).observe(host);
  }

  show(photo, mask) {
    this.photo = photo;
    this.mask = mask;
    this.host.classList.remove('empty');
    this.resize();
    this.fit();
  }

  get ratio() {
    return window.devicePixelRatio || 1;
  }

  resize() {
    const width = Math.max(1, Math.round(this.host.clientWidth * this.ratio));
    const height = Math.max(1, Math.round(this.host.clientHeight * this.ratio));
    if (this.base.width !== width || this.base.height !== height) {
      for (const canvas of [this.base, this.overlay]) {
        canvas.width = width;
        canvas.height = height;
      }
      if (this.photo) {
        this.fit();
      }
    }
  }

  fit() {
    if (!this.photo) {
      return;
    }
    this.scale = Math.min(this.base.width / this.photo.width, this.base.height / this.photo.height);
    this.x = (this.base.width - this.photo.width * this.scale) / 2;
    this.y = (this.base.height - this.photo.height * this.scale) / 2;
    this.viewed();
  }

  // About a point of the screen, in CSS pixels of the stage.
  zoom(factor, cx = this.host.clientWidth / 2, cy = this.host.clientHeight / 2) {
    const least = Math.min(this.base.width / this.photo.width, this.base.height / this.photo.height) / 2;
    const next = Math.max(least, Math.min(64, this.scale * factor));
    const px = cx * this.ratio;
    const py = cy * this.ratio;
    this.x = px - ((px - this.x) * next) / this.scale;
    this.y = py - ((py - this.y) * next) / this.scale;
    this.scale = next;
    this.viewed();
  }

  pan(dx, dy) {
    this.x += dx * this.ratio;
    this.y += dy * this.ratio;
    this.viewed();
  }

  viewed() {
    this.whole = true;
    this.onView();
    this.draw();
  }

  // From CSS pixels of the stage to pixels of the photo.
  place(cx, cy) {
    return [(cx * this.ratio - this.x) / this.scale, (cy * this.ratio - this.y) / this.scale];
  }

  // And back.
  screen(px, py) {
    return [(px * this.scale + this.x) / this.ratio, (py * this.scale + this.y) / this.ratio];
  }

  // Draws at the next frame.
  draw() {
    if (!this.asked) {
      this.asked = true;
      requestAnimationFrame(() => this.frame());
    }
  }

  frame() {
    this.asked = false;
    if (!this.photo) {
      return;
    }
    if (this.whole) {
      this.whole = false;
      this.mask.takeDirty();
      this.drawPhoto('low');
      this.drawMask(0, 0, this.overlay.width, this.overlay.height);
      clearTimeout(this.settle);
      this.settle = setTimeout(() => this.drawPhoto('high'), 200);
    } else {
      const d = this.mask.takeDirty();
      if (d) {
        this.drawMask(
          Math.floor(d.x0 * this.scale + this.x) - 1,
          Math.floor(d.y0 * this.scale + this.y) - 1,
          Math.ceil(d.x1 * this.scale + this.x) + 1,
          Math.ceil(d.y1 * this.scale + this.y) + 1,
        );
      }
      if (this.draft) {
        this.drawMask(0, 0, this.overlay.width, this.overlay.height);
      }
    }
    this.drawDraft();
    this.frames.push(performance.now());
    if (this.frames.length > 600) {
      this.frames.shift();
    }
  }

  drawPhoto(quality) {
    const { under, base, photo } = this;
    under.setTransform(1, 0, 0, 1, 0, 0);
    under.fillStyle = getComputedStyle(this.host).backgroundColor;
    under.fillRect(0, 0, base.width, base.height);
    under.imageSmoothingEnabled = this.scale < 3;
    under.imageSmoothingQuality = quality;
    under.drawImage(photo, this.x, this.y, photo.width * this.scale, photo.height * this.scale);
  }

  // A part of the screen, in its own pixels.
  drawMask(x0, y0, x1, y1) {
    const left = Math.max(0, x0, Math.floor(this.x));
    const top = Math.max(0, y0, Math.floor(this.y));
    const right = Math.min(this.overlay.width, x1, Math.ceil(this.x + this.mask.width * this.scale));
    const bottom = Math.min(this.overlay.height, y1, Math.ceil(this.y + this.mask.height * this.scale));
    if (x0 <= 0 && y0 <= 0 && x1 >= this.overlay.width) {
      this.over.clearRect(0, 0, this.overlay.width, this.overlay.height);
    }
    if (left >= right || top >= bottom) {
      return;
    }
    const width = right - left;
    const image = this.over.createImageData(width, bottom - top);
    const out = new Uint32Array(image.data.buffer);
    const columns = new Int32Array(width);
    for (let i = 0; i < width; i++) {
      const x = Math.floor((left + i + 0.5 - this.x) / this.scale);
      columns[i] = x >= 0 && x < this.mask.width ? x : -1;
    }
    const light = ((MARK << 24) | 0x4d3fff) >>> 0; // ABGR
    const dark = ((MARK << 24) | 0x2218b8) >>> 0; // stripes are seen without colours too
    for (let y = top; y < bottom; y++) {
      const my = Math.floor((y + 0.5 - this.y) / this.scale);
      if (my < 0 || my >= this.mask.height) {
        continue;
      }
      const row = my * this.mask.width;
      const to = (y - top) * width;
      for (let i = 0; i < width; i++) {
        const x = columns[i];
        if (x >= 0 && this.mask.pixels[row + x]) {
          out[to + i] = ((left + i + y) >> 3) & 1 ? light : dark;
        }
      }
    }
    this.over.putImageData(image, left, top);
  }

  // The outline of a rectangle or lasso that is being drawn, or the place of the keyboard's brush.
  drawDraft() {
    if (!this.draft || this.draft.length < 2) {
      return;
    }
    const { over } = this;
    over.beginPath();
    this.draft.forEach(([px, py], i) => {
      const x = px * this.scale + this.x;
      const y = py * this.scale + this.y;
      if (i === 0) {
        over.moveTo(x, y);
      } else {
        over.lineTo(x, y);
      }
    });
    for (const [width, colour] of [[4, '#000'], [2, '#fff']]) {
      over.lineWidth = width * this.ratio;
      over.strokeStyle = colour;
      over.stroke();
    }
  }
}
