// The list of answers. Threshold and number only choose among what has been answered.

import {element} from "./fields.js";
import {color} from "./stage.js";

/** The best of each group, those above the threshold and those that were not found; each with its index and color. */
export function chosen(items, threshold, top) {
  const counts = new Map();
  const groups = [...new Set(items.map((item) => item.group))];
  return items.map((item, index) => ({...item, index})).filter((item) => {
    if (item.probability !== null && item.probability < threshold) {
      return false;
    }
    const count = counts.get(item.group) ?? 0;
    counts.set(item.group, count + 1);
    return count < top;
  }).map((item, place) => ({
    ...item, color: color(groups.length > 1 ? groups.indexOf(item.group) : place),
  }));
}

/** Lists items; says which one is pointed at, by mouse or keyboard. */
export function list(root, items, pointed) {
  root.replaceChildren();
  let group = null;
  for (const item of items) {
    if (item.group !== group) {
      group = item.group;
      if (group !== item.label) { // an expression's own boxes need no title
        root.append(element("p", {className: "group", textContent: group}));
      }
    }
    root.append(row(item, pointed));
  }
  if (!items.length) {
    root.append(element("p", {className: "none", textContent: "Nothing is above the threshold."}));
  }
}

function row(item, pointed) {
  const found = item.probability !== null;
  const text = found ? item.probability.toFixed(3) : "not found";
  const made = element("div", {className: found ? "answer" : "answer absent", tabIndex: 0},
    swatch(found ? item.color : "transparent"),
    element("span", {className: "label", textContent: item.label}),
    element("span", {className: "probability", textContent: text}),
    ...(found ? [element("meter", {min: 0, max: 1, value: item.probability, ariaHidden: "true"})] : []));
  made.dataset.index = item.index;
  made.setAttribute("role", "img");
  made.setAttribute("aria-label", `${item.label}, ${found ? `probability ${text}` : text}`);
  for (const [type, index] of [["pointerenter", item.index], ["focus", item.index], ["pointerleave", null], ["blur", null]]) {
    made.addEventListener(type, () => pointed(index));
  }
  return made;
}

function swatch(fill) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 10 10");
  const square = document.createElementNS(svg.namespaceURI, "rect");
  square.setAttribute("width", 10);
  square.setAttribute("height", 10);
  square.setAttribute("fill", fill);
  svg.append(square);
  return svg;
}

/** Highlights one row, or none. */
export function point(root, index) {
  for (const made of root.querySelectorAll(".answer")) {
    made.classList.toggle("active", Number(made.dataset.index) === index);
  }
}
