// The image, and what is drawn over it: boxes of the request, the answer, heat maps.

const SVG = "http://www.w3.org/2000/svg";
const COLORS = ["#ff5d5d", "#4dabf7", "#51cf66", "#ffd43b", "#cc5de8", "#ff922b", "#20c997", "#f783ac"];
const ENLARGED = 560; // pixels of the screen that small images get
const SMALLEST = 3; // pixels of a drawn box

export function color(index) {
  return COLORS[index % COLORS.length];
}

function shape(name, attributes, ...children) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) {
    made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

function frame([x1, y1, x2, y2], attributes) {
  return shape("rect", {
    x: Math.min(x1, x2), y: Math.min(y1, y2), width: Math.abs(x2 - x1), height: Math.abs(y2 - y1), ...attributes,
  });
}

const center = ([x1, y1, x2, y2]) => [(x1 + x2) / 2, (y1 + y2) / 2];

export class Stage {
  /**
   * @param drawn is called with the box that was drawn, if any may be
   * @param pointed is called with the index of an item, or null
   */
  constructor({drawn, pointed}) {
    this.photo = document.getElementById("photo");
    this.overlay = document.getElementById("overlay");
    this.heat = document.getElementById("heat");
    this.pointed = pointed;
    this.size = {width: 1, height: 1};
    this.#draws(drawn);
  }

  async show(url, text) {
    this.photo.src = url;
    this.photo.alt = text;
    await this.photo.decode().catch(() => {
      throw new Error("The browser cannot show this file as an image. Choose a PNG, JPEG, GIF, BMP or WebP file.");
    });
    this.size = {width: this.photo.naturalWidth, height: this.photo.naturalHeight};
    const ratio = this.size.width / this.size.height;
    document.getElementById("stage").style.setProperty(
      "--width", `min(${Math.max(this.size.width, ENLARGED)}px, ${75 * ratio}vh)`);
    this.overlay.setAttribute("viewBox", `0 0 ${this.size.width} ${this.size.height}`);
    this.draw([], []);
  }

  /** Draws boxes that the request gives, and items of the answer. */
  draw(given, items) {
    const scale = this.size.width / (this.photo.clientWidth || this.size.width);
    this.overlay.replaceChildren();
    given.forEach(({name, box}, i) => this.overlay.append(
      frame(box, {class: "given-under"}), frame(box, {class: "given"}), this.#text(box, `[${i}] ${name}`, scale)));
    items.forEach((item) => {
      const parts = item.box ? this.#box(item, scale) : item.from ? this.#arrow(item, scale) : [];
      if (parts.length) {
        const group = shape("g", {"data-index": item.index}, ...parts);
        group.addEventListener("pointerenter", () => this.pointed(item.index));
        group.addEventListener("pointerleave", () => this.pointed(null));
        this.overlay.append(group);
      }
    });
    this.overlay.querySelectorAll("text").forEach((text) => this.#fit(text, scale));
    this.point(null);
  }

  /** Highlights one item, or none. */
  point(index, heat) {
    for (const group of this.overlay.querySelectorAll("g")) {
      group.classList.toggle("active", Number(group.dataset.index) === index);
      group.classList.toggle("dim", index !== null && Number(group.dataset.index) !== index);
    }
    this.#drawHeat(heat);
  }

  /** No text goes beyond the right edge: it moves to the left, and is cut if that is not enough. */
  #fit(text, scale) {
    const room = this.size.width - 6 * scale;
    const length = text.getComputedTextLength();
    if (length > room) {
      text.textContent = text.textContent.slice(0, Math.floor(text.textContent.length * room / length) - 1) + "\u2026";
    }
    const over = Number(text.getAttribute("x")) + Math.min(length, room) + 3 * scale - this.size.width;
    text.setAttribute("x", Math.max(3 * scale, Number(text.getAttribute("x")) - Math.max(over, 0)));
  }

  #box(item, scale) {
    return [frame(item.box, {class: "mark", stroke: item.color}),
      this.#text(item.box, `${item.label} ${item.probability.toFixed(2)}`, scale)];
  }

  #arrow(item, scale) {
    const [x1, y1] = center(item.from);
    const [x2, y2] = center(item.to);
    const length = Math.hypot(x2 - x1, y2 - y1) || 1;
    const [dx, dy] = [(x2 - x1) / length * 9 * scale, (y2 - y1) / length * 9 * scale];
    const head = `${x2},${y2} ${x2 - 2 * dx - dy},${y2 - 2 * dy + dx} ${x2 - 2 * dx + dy},${y2 - 2 * dy - dx}`;
    return [shape("line", {x1, y1, x2, y2, stroke: item.color, class: "mark"}),
      shape("polygon", {points: head, fill: item.color})];
  }

  #text([x1, y1, x2, y2], text, scale) {
    const made = shape("text", {
      x: Math.min(x1, x2) + 3 * scale,
      y: Math.max(Math.min(y1, y2) - 4 * scale, 14 * scale),
    });
    made.textContent = text;
    made.style.fontSize = `${13 * scale}px`;
    made.style.strokeWidth = `${3 * scale}px`;
    return made;
  }

  #drawHeat(heat) {
    const canvas = this.heat;
    canvas.width = canvas.height = heat ? 512 : 0;
    canvas.dataset.axis = heat ? heat.axis : "";
    if (!heat) {
      return;
    }
    const context = canvas.getContext("2d");
    const most = Math.max(...heat.bins.map(({probability}) => probability));
    for (const {bin, probability} of heat.bins) {
      context.fillStyle = `rgb(255 60 0 / ${(0.85 * probability / most).toFixed(3)})`;
      context.fillRect(...(heat.axis === "x" ? [bin, 0, 1, 512] : [0, bin, 512, 1]));
    }
  }

  #draws(drawn) {
    let start = null;
    let rubber = null;
    const at = (event) => {
      const bounds = this.overlay.getBoundingClientRect();
      const part = (value, low, length) => Math.min(Math.max((value - low) / length, 0), 1);
      return [part(event.clientX, bounds.left, bounds.width) * this.size.width,
        part(event.clientY, bounds.top, bounds.height) * this.size.height];
    };
    this.overlay.addEventListener("pointerdown", (event) => {
      if (this.overlay.classList.contains("draws") && event.button === 0) {
        event.preventDefault();
        start = at(event);
        this.overlay.setPointerCapture(event.pointerId);
      }
    });
    this.overlay.addEventListener("pointermove", (event) => {
      if (start) {
        rubber?.remove();
        rubber = frame([...start, ...at(event)], {class: "given"});
        this.overlay.append(rubber);
      }
    });
    const end = (event) => {
      if (start) {
        const [x1, y1] = start;
        const [x2, y2] = at(event);
        start = null;
        rubber?.remove();
        if (event.type === "pointerup" && Math.abs(x2 - x1) >= SMALLEST && Math.abs(y2 - y1) >= SMALLEST) {
          drawn([Math.min(x1, x2), Math.min(y1, y2), Math.max(x1, x2), Math.max(y1, y2)]);
        }
      }
    };
    this.overlay.addEventListener("pointerup", end);
    this.overlay.addEventListener("pointercancel", end);
  }
}
