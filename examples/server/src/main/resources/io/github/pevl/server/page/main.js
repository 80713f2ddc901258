// The page: an image, a task and its form, and the answer over the image.

import {ApiError, Session, models, useToken} from "./api.js";
import {EXAMPLES} from "./examples.js";
import {Fields, element} from "./fields.js";
import {chosen, list, point} from "./results.js";
import {curl, java} from "./snippets.js";
import {Stage} from "./stage.js";
import {TASKS} from "./tasks.js";

const at = (id) => document.getElementById(id);

const THRESHOLD = 0.1;

const state = {
  served: [],
  task: TASKS[0],
  fields: null,
  example: null,
  session: null,
  opening: null, // resolves when the image is on the server
  answer: null, // of the image that is shown
  shown: [],
};

const stage = new Stage({
  drawn: (box) => state.fields.boxes?.add({name: "thing", box}),
  pointed,
});

function problem(error) {
  at("error").hidden = !error;
  at("error").textContent = error?.message ?? "";
  if (error instanceof ApiError && error.status === 401) {
    at("token-form").hidden = false;
    at("token").focus();
  }
}

/** Runs something that may fail, and says so. */
async function trying(work) {
  problem(null);
  try {
    await work();
  } catch (error) {
    problem(error);
  }
}

function pointed(index) {
  const item = state.shown.find((shown) => shown.index === index);
  stage.point(index, item?.heat);
  point(at("answers"), index);
}

function given() {
  return state.fields?.boxes?.value() ?? [];
}

/** Draws again what is known; asks for nothing. */
function redraw() {
  const threshold = Number(at("threshold").value);
  at("threshold-value").textContent = threshold.toFixed(2);
  state.shown = state.answer
    ? chosen(state.answer.items, threshold, Math.max(1, Number(at("top").value) || 1))
    : [];
  stage.draw(given(), state.shown);
  list(at("answers"), state.shown, pointed);
  at("answer-section").hidden = !state.answer;
}

function forgetAnswer() {
  state.answer = null;
  redraw();
}

function modelsOf(task) {
  return state.served.filter(({tasks}) => tasks.includes(task.name));
}

function chooseTask(task) {
  state.task = task;
  const able = modelsOf(task);
  able.sort((a, b) => a.tasks.indexOf(task.name) - b.tasks.indexOf(task.name));
  at("model").replaceChildren(...able.map(({name}) => element("option", {value: name, textContent: name})));
  at("model-row").hidden = able.length < 2;
  at("about").textContent = task.about;
  state.fields = new Fields(task, redraw);
  at("fields").replaceChildren(...state.fields.roots);
  at("draw-hint").hidden = !state.fields.boxes;
  at("overlay").classList.toggle("draws", Boolean(state.fields.boxes));
  at("top").value = task.top;
  at("threshold").value = task.threshold ?? THRESHOLD;
  state.fields.set(state.example?.[task.name]);
  forgetAnswer();
}

/** Shows an image and sends it, once. */
function useImage(file, example) {
  return trying(async () => {
    state.session?.close();
    state.session = new Session(file);
    state.example = example ?? null;
    for (const button of document.querySelectorAll("#examples button")) {
      button.setAttribute("aria-pressed", String(button.dataset.file === example?.file));
    }
    state.answer = null;
    await stage.show(URL.createObjectURL(file), example ? "A drawn scene of everyday things" : file.name || "Your image");
    state.fields.set(state.example?.[state.task.name] ?? (example ? null : state.fields.value()));
    redraw();
    const session = state.session;
    const start = performance.now();
    state.opening = session.open();
    state.opening.catch(() => {}); // said when it is awaited
    await state.opening;
    if (session === state.session) {
      at("times").textContent = `Image of ${session.width} x ${session.height} pixels, sent in ${milliseconds(performance.now() - start)}.`;
    }
  });
}

const milliseconds = (time) => `${time.toFixed(time < 10 ? 1 : 0)} ms`;

async function ask() {
  if (!state.session) {
    throw new Error("Choose an image first.");
  }
  const {task, session} = state;
  const model = at("model").value;
  if (!model) {
    throw new Error(`This server has no model for ${task.label.toLowerCase()}.`);
  }
  const values = state.fields.value();
  const boxes = task.fields.find((field) => field.kind === "boxes");
  if (boxes && !boxes.optional && !values[boxes.name].length) {
    throw new Error("Draw a box on the image first, or add one.");
  }
  const first = state.served.find(({name}) => name === model)?.tasks[0]; // which the model answers unasked
  const fields = {...(first === task.name ? {} : {task: task.name}), ...task.request(values)};
  at("progress").hidden = false;
  at("ask").disabled = true;
  try {
    await state.opening;
    const {body, text, time, first: before} = await session.ask(model, fields);
    if (session !== state.session || task !== state.task) {
      return; // something else is shown by now
    }
    state.answer = {items: task.items(body, values, stage.size)};
    describe(task, model, fields, text);
    at("times").textContent = time === before
      ? `Answered in ${milliseconds(time)}, the first time about this image. Ask again: the image stays encoded.`
      : `Answered in ${milliseconds(time)}; the first time about this image took ${milliseconds(before)}.`;
    redraw();
  } finally {
    at("progress").hidden = true;
    at("ask").disabled = false;
  }
}

function describe(task, model, fields, text) {
  const file = state.example?.file ?? (state.session.file.name || "image.png");
  at("json").textContent = text;
  at("curl").textContent = curl(location.origin, model, fields, file, sessionStorage.getItem("token"));
  at("java").textContent = java(task.name, model, fields, file);
}

async function copy(button) {
  const target = at(button.dataset.copy);
  try {
    await navigator.clipboard.writeText(target.textContent);
    button.textContent = "Copied";
    setTimeout(() => (button.textContent = "Copy"), 1500);
  } catch { // no permission: select it, to be copied by hand
    getSelection().selectAllChildren(target);
  }
}

function listenForImages() {
  const drop = at("drop");
  const image = (items) => [...items].find((file) => file.type.startsWith("image/"));
  const take = (files) => {
    const file = image(files);
    return file ? useImage(file) : problem(new Error("This is no image file. Choose a PNG, JPEG, GIF, BMP or WebP file."));
  };
  addEventListener("dragover", (event) => {
    event.preventDefault();
    drop.classList.add("over");
  });
  addEventListener("dragleave", () => drop.classList.remove("over"));
  addEventListener("drop", (event) => {
    event.preventDefault();
    drop.classList.remove("over");
    take(event.dataTransfer.files);
  });
  addEventListener("paste", (event) => {
    if (image(event.clipboardData.files)) {
      event.preventDefault();
      take(event.clipboardData.files);
    }
  });
  at("file").addEventListener("change", () => at("file").files.length && take(at("file").files));
}

function listenForRequests() {
  at("form").addEventListener("submit", (event) => {
    event.preventDefault();
    trying(ask);
  });
  at("form").addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      at("form").requestSubmit();
    }
  });
  at("token-form").addEventListener("submit", (event) => {
    event.preventDefault();
    useToken(at("token").value);
    at("token-form").hidden = true;
    trying(start);
  });
  at("threshold").addEventListener("input", redraw);
  at("top").addEventListener("input", redraw);
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.addEventListener("click", () => copy(button));
  }
  addEventListener("resize", redraw);
}

async function useExample(example) {
  const response = await fetch(`/page/${example.file}`);
  const blob = await response.blob();
  await useImage(new File([blob], example.file, {type: blob.type}), example);
}

function showExamples() {
  at("examples").replaceChildren(...EXAMPLES.map((example, i) => {
    const button = element("button", {type: "button", ariaLabel: `Example image ${i + 1}`},
      element("img", {src: `/page/${example.file}`, alt: ""}));
    button.dataset.file = example.file;
    button.addEventListener("click", () => useExample(example));
    return element("li", {}, button);
  }));
}

function showTasks() {
  for (const task of TASKS) {
    const radio = element("input", {type: "radio", name: "task", value: task.name, checked: task === state.task});
    radio.disabled = !modelsOf(task).length;
    radio.addEventListener("change", () => {
      problem(null);
      chooseTask(task);
    });
    at("tasks").append(element("label", {}, radio, task.label));
  }
}

async function start() {
  state.served = await models();
  at("tasks").querySelectorAll("label").forEach((label) => label.remove());
  state.task = TASKS.find((task) => modelsOf(task).length) ?? TASKS[0];
  showTasks();
  chooseTask(state.task);
  await useExample(EXAMPLES[0]);
}

listenForImages();
listenForRequests();
showExamples();
chooseTask(state.task);
trying(start);
