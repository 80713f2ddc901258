// What each task asks for, and how its answer is shown. An item of an answer has a group, a label, a
// probability, null if it was not found, and, where it has a place, a box in pixels; relations have two boxes, from and to.

const TOP = 20;
const BINS = 512; // positions along an edge of the image

const POSITION = /^\[pos_(\d+)]$/;

/** The words [begin, end], in code points, that a mention names in a question. */
function span(question, words) {
  const at = question.toLowerCase().indexOf(words.trim().toLowerCase());
  if (at < 0 || !words.trim()) {
    throw new Error(`"${words}" is not in the question. Type the words of the question that the box belongs to.`);
  }
  const begin = [...question.slice(0, at)].length;
  return [begin, begin + [...words.trim()].length];
}

function corners(area) {
  return [area.x, area.y, area.x + area.width, area.y + area.height];
}

function relationLabel(values, relation) {
  const name = (index) => `${values.objects[index].name} ${index}`;
  return `${name(relation.subject)} ${relation.predicate} ${name(relation.object)}`;
}

/** What may fill a mask; where these are positions, with all of them for a heat map. */
function masks(answer, values) {
  return answer.slots.flatMap((slot, index) => {
    const group = `[MASK] ${index + 1}`;
    const bins = slot.words.map(({text, probability}) => {
      const position = POSITION.exec(text);
      return position && {bin: Number(position[1]), probability};
    }).filter(Boolean);
    const mass = bins.reduce((sum, {probability}) => sum + probability, 0);
    const heat = mass > 0.5 ? {axis: axis(values.text, index), bins} : null;
    return slot.words.slice(0, TOP).map(({text, probability}) => ({group, label: text, probability, heat}));
  });
}

/** Which way a mask's position runs: boxes are x1 y1 x2 y2 between @@ and ##. */
function axis(text, mask) {
  let seen = 0;
  let inBox = -1;
  for (const word of text.match(/@@|##|\[MASK]|\[pos_\d+]/g) ?? []) {
    if (word === "@@") {
      inBox = 0;
    } else if (word === "##") {
      inBox = -1;
    } else {
      if (word === "[MASK]" && seen++ === mask) {
        return inBox % 2 === 1 ? "y" : "x";
      }
      inBox = inBox < 0 ? inBox : inBox + 1;
    }
  }
  return "x";
}

/** The expressions of what is not in the image, which an answer has no object for. */
function absent(texts, found) {
  return texts.filter((text) => !found.has(text)).map((text) => ({group: text, label: text, probability: null}));
}

/** The boxes that the best words of a free prompt spell out, x1 y1 x2 y2 between @@ and ##. */
function writtenBoxes(answer, values, size) {
  let mask = 0;
  const boxes = [];
  for (const part of values.text.split("@@").map((text, i) => ({text, i}))) {
    const [inside] = part.text.split("##");
    const words = (inside.match(/\[MASK]|\[pos_\d+]/g) ?? []).slice(0, part.i === 0 ? 0 : 4);
    const total = (part.text.match(/\[MASK]/g) ?? []).length;
    let next = mask;
    let probability = 1;
    const bins = words.map((word) => {
      const best = word === "[MASK]" ? answer.slots[next++].words[0] : {text: word, probability: 1};
      probability = Math.min(probability, best.probability);
      return POSITION.exec(best.text);
    });
    if (part.i > 0 && bins.length === 4 && bins.every(Boolean)) {
      const at = bins.map((bin, i) => Number(bin[1]) / BINS * (i % 2 ? size.height : size.width));
      const box = [Math.min(at[0], at[2]), Math.min(at[1], at[3]), Math.max(at[0], at[2]), Math.max(at[1], at[3])];
      boxes.push({group: "Boxes", label: `box ${boxes.length + 1}`, probability, box});
    }
    mask += total;
  }
  return boxes;
}

export const TASKS = [
  {
    name: "grounding",
    label: "Find",
    about: "Finds the object that each expression names, if it is there.",
    fields: [{name: "texts", kind: "lines", label: "Expressions, one a line"}],
    top: 1,
    request: (values) => ({candidate_labels: values.texts, alternatives: 5}),
    items: (answer, values, size) => [
      ...answer.map(({className, probability, boundingBox}) => ({
        group: className,
        label: className,
        probability,
        box: boundingBox.rect.map((part, i) => part * (i % 2 ? size.height : size.width)),
      })),
      ...absent(values.texts, new Set(answer.map(({className}) => className))),
    ],
  },
  {
    name: "phrases",
    label: "Phrases",
    about: "Finds what phrases of a caption name, all together.",
    fields: [
      {name: "caption", kind: "text", label: "Caption"},
      {name: "phrases", kind: "lines", label: "Phrases of the caption, one a line"},
    ],
    top: 1,
    request: (values) => ({caption: values.caption, phrases: values.phrases, alternatives: 5}),
    items: (answer) => answer.groundings.flatMap(({expression, candidates}) => candidates.map((candidate) => ({
      group: expression,
      label: expression,
      probability: candidate.probability,
      box: corners(candidate.area),
    }))),
  },
  {
    name: "relations",
    label: "Relations",
    about: "Tells how each object relates to each other.",
    fields: [{name: "objects", kind: "boxes", label: "Objects", named: "Name"}],
    top: 5,
    request: (values) => ({objects: values.objects}),
    items: (answer, values) => answer.relations.map((relation) => ({
      group: "Relations",
      label: relationLabel(values, relation),
      probability: Math.exp(relation.score),
      from: values.objects[relation.subject].box,
      to: values.objects[relation.object].box,
    })),
  },
  {
    name: "choices",
    label: "Choices",
    about: "Tells which answer is right. [0] stands for the first object.",
    fields: [
      {name: "objects", kind: "boxes", label: "Objects", named: "Name"},
      {name: "question", kind: "text", label: "Question"},
      {name: "answer", kind: "text", label: "Answer, to choose its reason", optional: true},
      {name: "choices", kind: "lines", label: "Choices, one a line"},
    ],
    top: 10,
    request: ({objects, question, answer, choices}) =>
      ({objects, question, ...(answer ? {answer} : {}), choices}),
    items: (answer, values) => answer.probabilities.map((probability, i) =>
      ({group: values.question, label: values.choices[i], probability}))
      .sort((a, b) => b.probability - a.probability),
  },
  {
    name: "answers",
    label: "Questions",
    about: "Answers a question; its words may have boxes.",
    fields: [
      {name: "question", kind: "text", label: "Question"},
      {name: "mentions", kind: "boxes", label: "Words of the question with a box", named: "Words", optional: true},
      {name: "answers", kind: "lines", label: "Answers to choose from; none for the model's own", optional: true},
    ],
    top: 5,
    request: ({question, mentions, answers}) => ({
      question,
      mentions: mentions.map(({name, box}) => ({words: span(question, name), box})),
      ...(answers.length ? {answers} : {}),
      most: TOP,
    }),
    items: (answer, values) => answer.answers.map(({text, score}) =>
      ({group: values.question, label: text, probability: Math.exp(score)})),
  },
  {
    name: "fill",
    label: "Free prompt",
    about: "Fills each [MASK]: a word, or a position between @@ and ##.",
    fields: [{name: "text", kind: "text", label: "Text with [MASK]"}],
    top: 3,
    threshold: 0, // one of 512 positions is seldom likely by itself
    request: ({text}) => ({text, most: BINS}),
    items: (answer, values, size) => [...writtenBoxes(answer, values, size), ...masks(answer, values)],
  },
];
