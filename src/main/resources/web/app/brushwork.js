// Mouse, pen, fingers and keys on the stage, and what they do to the mask.

export class Brushwork {
  constructor(stage, ring, changed) {
    this.stage = stage;
    this.canvas = stage.overlay;
    this.ring = ring;
    this.changed = changed;
    this.tool = 'brush';
    this.size = 24;
    this.pointers = new Map();
    this.stroke = null;
    this.space = false;
    this.key = null; // where the brush of the keys is
    this.down = false;
    const on = (kind, work) => this.canvas.addEventListener(kind, work);
    on('pointerdown', (e) => this.press(e));
    on('pointermove', (e) => this.move(e));
    on('pointerup', (e) => this.release(e));
    on('pointercancel', (e) => this.cancel(e));
    on('pointerleave', () => this.hideRing());
    on('contextmenu', (e) => e.preventDefault());
    on('keydown', (e) => this.keyDown(e));
    on('blur', () => this.lift());
    this.canvas.addEventListener('wheel', (e) => this.wheel(e), { passive: false });
  }

  get mask() {
    return this.stage.mask;
  }

  at(e) {
    const box = this.canvas.getBoundingClientRect();
    return [e.clientX - box.left, e.clientY - box.top];
  }

  press(e) {
    if (!this.mask) {
      return;
    }
    this.canvas.focus({ preventScroll: true });
    this.canvas.setPointerCapture(e.pointerId);
    this.pointers.set(e.pointerId, this.at(e));
    if (this.pointers.size > 1) { // fingers that move the view paint nothing
      this.drop();
      return;
    }
    if (this.tool === 'hand' || this.space || e.button === 1) {
      this.stroke = { kind: 'pan' };
      return;
    }
    if (e.button > 2) {
      return;
    }
    const erase = this.tool === 'eraser' || e.button === 2 || (e.buttons & 32) !== 0; // the pen's other end
    const point = this.stage.place(...this.at(e));
    this.mask.begin();
    this.stroke = { kind: this.tool === 'eraser' ? 'brush' : this.tool, value: erase ? 0 : 1, last: point, points: [point] };
    if (this.stroke.kind === 'brush') {
      this.dab(point, e);
    }
  }

  radius(e) {
    const pressed = e.pointerType === 'pen' && e.pressure > 0 ? 0.3 + 0.7 * Math.min(1, 2 * e.pressure) : 1;
    return (this.size / 2) * pressed;
  }

  dab(point, e) {
    const [x0, y0] = this.stroke.last;
    this.mask.stroke(x0, y0, point[0], point[1], this.radius(e), this.stroke.value);
    this.stroke.last = point;
    this.stage.draw();
  }

  move(e) {
    const now = this.at(e);
    if (e.pointerType !== 'touch') {
      this.showRing(now);
    }
    const before = this.pointers.get(e.pointerId);
    if (!before) {
      return;
    }
    if (this.pointers.size > 1) {
      this.pinch(e.pointerId, now);
      return;
    }
    this.pointers.set(e.pointerId, now);
    if (!this.stroke) {
      return;
    }
    if (this.stroke.kind === 'pan') {
      this.stage.pan(now[0] - before[0], now[1] - before[1]);
      return;
    }
    const all = e.getCoalescedEvents ? e.getCoalescedEvents() : [];
    for (const one of all.length > 0 ? all : [e]) {
      const point = this.stage.place(...this.at(one));
      if (this.stroke.kind === 'brush') {
        this.dab(point, one);
      } else {
        this.draft(point);
      }
    }
  }

  draft(point) {
    const { kind, points } = this.stroke;
    const [x0, y0] = points[0];
    if (kind === 'rectangle') {
      this.stroke.last = point;
      const [x1, y1] = point;
      this.stage.draft = [[x0, y0], [x1, y0], [x1, y1], [x0, y1], [x0, y0]];
    } else {
      points.push(point);
      this.stage.draft = points;
    }
    this.stage.draw();
  }

  pinch(id, now) {
    const other = [...this.pointers.entries()].find(([key]) => key !== id)[1];
    const before = this.pointers.get(id);
    const distance = (a, b) => Math.hypot(a[0] - b[0], a[1] - b[1]);
    const middle = [(now[0] + other[0]) / 2, (now[1] + other[1]) / 2];
    const was = distance(before, other);
    this.stage.pan((now[0] - before[0]) / 2, (now[1] - before[1]) / 2);
    if (was > 0) {
      this.stage.zoom(distance(now, other) / was, middle[0], middle[1]);
    }
    this.pointers.set(id, now);
  }

  release(e) {
    this.pointers.delete(e.pointerId);
    const stroke = this.stroke;
    if (!stroke || stroke.kind === 'pan') {
      this.stroke = null;
      return;
    }
    if (stroke.kind === 'rectangle') {
      this.mask.rectangle(...stroke.points[0], ...stroke.last, stroke.value);
    } else if (stroke.kind === 'lasso') {
      this.mask.polygon(stroke.points, stroke.value);
    }
    this.stroke = null;
    this.finish();
  }

  finish() {
    if (this.stage.draft) {
      this.stage.draft = null;
      this.stage.whole = true;
    }
    this.mask.commit();
    this.stage.draw();
    this.changed();
  }

  cancel(e) {
    this.pointers.delete(e.pointerId);
    this.drop();
  }

  // Ends a stroke as if it had not been.
  drop() {
    if (this.stroke && this.stroke.kind !== 'pan') {
      this.mask.abort();
      this.stage.draft = null;
      this.stage.whole = true;
      this.stage.draw();
    }
    this.stroke = null;
  }

  showRing([cx, cy]) {
    const round = this.tool === 'brush' || this.tool === 'eraser';
    this.ring.hidden = !round || !this.mask;
    if (!this.ring.hidden) {
      const d = Math.max(4, (this.size * this.stage.scale) / this.stage.ratio);
      this.ring.style.width = `${d}px`;
      this.ring.style.height = `${d}px`;
      this.ring.style.transform = `translate(${cx - d / 2}px, ${cy - d / 2}px)`;
    }
  }

  hideRing() {
    this.ring.hidden = !this.key;
  }

  wheel(e) {
    if (this.mask && (e.ctrlKey || document.activeElement === this.canvas)) {
      e.preventDefault();
      this.stage.zoom(Math.exp(-e.deltaY * (e.deltaMode === 1 ? 0.05 : 0.0015)), ...this.at(e));
    }
  }

  // Arrows move a brush of their own; Enter paints there, P keeps it down.
  keyDown(e) {
    if (!this.mask || e.ctrlKey || e.metaKey || e.altKey) {
      return;
    }
    const far = Math.max(1, this.size / 4) * (e.shiftKey ? 8 : 1);
    const ways = { ArrowLeft: [-far, 0], ArrowRight: [far, 0], ArrowUp: [0, -far], ArrowDown: [0, far] };
    const from = this.key ?? [this.mask.width / 2, this.mask.height / 2];
    if (ways[e.key]) {
      const to = [
        Math.max(0, Math.min(this.mask.width - 1, from[0] + ways[e.key][0])),
        Math.max(0, Math.min(this.mask.height - 1, from[1] + ways[e.key][1])),
      ];
      if (this.down) {
        this.mask.stroke(...from, ...to, this.size / 2, this.value());
        this.stage.draw();
      }
      this.key = to;
    } else if (e.key === 'Enter') {
      if (!this.down) {
        this.mask.begin();
      }
      this.mask.stroke(...from, ...from, this.size / 2, this.value());
      this.key = from;
      if (!this.down) {
        this.finish();
      }
    } else if (e.key === 'p' || e.key === 'P') {
      this.key = from;
      if (this.down) {
        this.lift();
      } else {
        this.down = true;
        this.mask.begin();
        this.mask.stroke(...from, ...from, this.size / 2, this.value());
        this.stage.draw();
      }
    } else {
      return;
    }
    e.preventDefault();
    this.showRing(this.stage.screen(...this.key));
  }

  value() {
    return this.tool === 'eraser' ? 0 : 1;
  }

  lift() {
    if (this.down) {
      this.down = false;
      this.finish();
    }
  }
}
