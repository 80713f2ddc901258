// Shows values below the pointer, and smooths curves by the slider. Without this script the page
// shows the same curves with the first smoothing.
const SIZE = 1000;
const slider = document.querySelector("#smoothing");

/** Debiased exponential moving average, as Points.smoothed has it. */
function smoothed(values, weight) {
  let past = 0;
  return values.map((value, i) => {
    past = weight * past + (1 - weight) * value;
    return past / (1 - weight ** (i + 1));
  });
}

function text(value) {
  const size = Math.abs(value);
  return size !== 0 && (size < 1e-3 || size >= 1e6) ? value.toExponential(2) : String(+value.toPrecision(5));
}

for (const figure of document.querySelectorAll(".chart")) {
  const data = JSON.parse(figure.querySelector("script").textContent);
  const plot = figure.querySelector(".plot");
  const svg = plot.querySelector("svg");
  const readout = plot.querySelector("output");
  const lines = [...svg.querySelectorAll(".line")];
  const [left, right] = data.x;
  const [low, high] = data.y;
  const x = step => (step - left) / (right - left);
  const y = value =>
    data.logarithmic ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);

  function draw() {
    data.curves.forEach((curve, i) => {
      curve.shown = data.smooth ? smoothed(curve.values, +slider.value) : curve.values;
      lines[i].setAttribute(
        "d",
        "M" + curve.shown.map((v, k) => `${SIZE * x(curve.steps[k])} ${SIZE * (1 - y(v))}`).join("L"));
    });
  }
  if (data.smooth && slider) slider.addEventListener("input", draw);
  draw();

  function nearest(steps, step) {
    let best = 0;
    steps.forEach((s, i) => {
      if (Math.abs(s - step) < Math.abs(steps[best] - step)) best = i;
    });
    return best;
  }

  function show(event) {
    const box = svg.getBoundingClientRect();
    const share = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
    const step = left + share * (right - left);
    const first = data.curves[0];
    const at = first.steps[nearest(first.steps, step)];
    plot.style.setProperty("--at", 100 * x(at) + "%");
    plot.classList.add("reading");
    readout.classList.toggle("flip", share > 0.5);
    readout.replaceChildren(document.createTextNode("step " + text(at)));
    data.curves.forEach(curve => {
      const k = nearest(curve.steps, at);
      const line = document.createElement("div");
      const key = document.createElement("i");
      key.className = curve.style;
      line.append(key, `${curve.name} ${text(curve.values[k])}`);
      if (data.smooth && +slider.value > 0) line.append(` (smoothed ${text(curve.shown[k])})`);
      readout.append(line);
    });
  }
  svg.addEventListener("pointermove", show);
  svg.addEventListener("pointerdown", show);
  svg.addEventListener("pointerleave", () => plot.classList.remove("reading"));
}
