// The fields of a task's form: lines of text, and boxes with names.

/** Makes an element with properties and children. */
export function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key in made && key !== "list") {
      made[key] = value;
    } else {
      made.setAttribute(key, value);
    }
  }
  made.append(...children);
  return made;
}

/** A list of boxes that are typed, or drawn on the image. */
class BoxList {
  constructor(field, changed) {
    this.field = field;
    this.changed = changed;
    this.rows = element("div");
    const add = element("button", {type: "button", textContent: "Add a box"});
    add.addEventListener("click", () => this.add({name: "", box: [0, 0, 0, 0]}).querySelector(".name").focus());
    this.root = element("fieldset", {}, element("legend", {textContent: field.label}), this.rows, add);
  }

  add({name, box}) {
    const label = (text) => `${text} of box ${this.rows.children.length}`;
    const row = element("div", {className: "box"},
      element("span", {className: "number", textContent: `[${this.rows.children.length}]`}),
      element("input", {type: "text", className: "name", value: name, placeholder: this.field.named, ariaLabel: label(this.field.named)}));
    ["left", "top", "right", "bottom"].forEach((side, i) =>
      row.append(element("input", {type: "number", step: "any", value: Math.round(box[i] * 10) / 10, ariaLabel: label(side)})));
    const remove = element("button", {type: "button", textContent: "\u00d7", ariaLabel: label("Remove")});
    remove.addEventListener("click", () => {
      this.set(this.value().filter((_, i) => this.rows.children[i] !== row));
      this.root.querySelector(":scope > button").focus();
    });
    row.append(remove);
    row.addEventListener("input", this.changed);
    this.rows.append(row);
    this.changed();
    return row;
  }

  set(boxes) {
    this.rows.replaceChildren();
    boxes.forEach((box) => this.add(box));
    this.changed();
  }

  value() {
    return [...this.rows.children].map((row) => ({
      name: row.querySelector(".name").value,
      box: [...row.querySelectorAll("input[type=number]")].map((input) => Number(input.value)),
    }));
  }
}

class Text {
  constructor(field, changed) {
    this.lines = field.kind === "lines";
    this.input = this.lines
      ? element("textarea", {rows: 4, required: !field.optional})
      : element("input", {type: "text", required: !field.optional});
    this.input.dataset.field = field.name;
    this.input.addEventListener("input", changed);
    this.root = element("label", {}, field.label, this.input);
  }

  set(value) {
    this.input.value = this.lines ? value.join("\n") : value;
  }

  value() {
    const text = this.input.value;
    return this.lines ? text.split("\n").map((line) => line.trim()).filter(Boolean) : text.trim();
  }
}

/** The form of a task. */
export class Fields {
  constructor(task, changed) {
    this.inputs = Object.fromEntries(task.fields.map((field) =>
      [field.name, field.kind === "boxes" ? new BoxList(field, changed) : new Text(field, changed)]));
    this.roots = Object.values(this.inputs).map((input) => input.root);
  }

  /** The list that drawn boxes go to, if there is one. */
  get boxes() {
    return Object.values(this.inputs).find((input) => input instanceof BoxList);
  }

  set(values) {
    for (const [name, input] of Object.entries(this.inputs)) {
      input.set(values?.[name] ?? (input instanceof BoxList || input.lines ? [] : ""));
    }
  }

  value() {
    return Object.fromEntries(Object.entries(this.inputs).map(([name, input]) => [name, input.value()]));
  }
}
