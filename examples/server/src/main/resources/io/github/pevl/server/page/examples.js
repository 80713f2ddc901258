// Images that come with the page, and what to ask about each. The names of fields are those of
// requests.

export const EXAMPLES = [
  {
    file: "scene1.jpg",
    grounding: {texts: ["the large cyan diamond", "the highest cyan shape", "the large shape above the large cyan diamond"]},
    phrases: {
      caption: "the large green shape above the large cyan diamond",
      phrases: ["the large green shape", "the large cyan diamond"],
    },
    relations: {
      objects: [
        {name: "diamond", box: [18, 50, 127, 191]},
        {name: "diamond", box: [83, 204, 190, 341]},
        {name: "diamond", box: [228, 213, 284, 285]},
        {name: "diamond", box: [315, 250, 376, 329]},
        {name: "diamond", box: [214, 293, 265, 358]},
        {name: "diamond", box: [300, 111, 354, 180]},
      ],
    },
    choices: {
      objects: [
        {name: "shape", box: [18, 50, 127, 191]},
        {name: "shape", box: [83, 204, 190, 341]},
        {name: "shape", box: [228, 213, 284, 285]},
        {name: "shape", box: [315, 250, 376, 329]},
        {name: "shape", box: [214, 293, 265, 358]},
        {name: "shape", box: [300, 111, 354, 180]},
      ],
      question: "what is [1] ?",
      choices: [
        "it is a green square .",
        "it is a green diamond .",
        "it is a cyan square .",
        "it is a cyan diamond .",
      ],
    },
    answers: {
      question: "what color is the shape?",
      mentions: [
        {name: "shape", box: [214, 293, 265, 358]},
      ],
    },
    fill: {text: "the large cyan diamond @@ [MASK] [MASK] [MASK] [MASK] ##"},
  },
  {
    file: "scene2.jpg",
    grounding: {texts: ["the small yellow circle", "the small shape farthest to the right", "the cyan circle right of the small yellow shape"]},
    phrases: {
      caption: "the purple cross and the circle above the yellow shape",
      phrases: ["the purple cross", "the circle", "the yellow shape"],
    },
    relations: {
      objects: [
        {name: "square", box: [93, 29, 220, 157]},
        {name: "square", box: [143, 194, 263, 314]},
        {name: "circle", box: [252, 51, 334, 133]},
        {name: "cross", box: [6, 64, 84, 142]},
        {name: "circle", box: [31, 198, 107, 274]},
        {name: "circle", box: [295, 270, 362, 337]},
      ],
    },
    choices: {
      objects: [
        {name: "shape", box: [93, 29, 220, 157]},
        {name: "shape", box: [143, 194, 263, 314]},
        {name: "shape", box: [252, 51, 334, 133]},
        {name: "shape", box: [6, 64, 84, 142]},
        {name: "shape", box: [31, 198, 107, 274]},
        {name: "shape", box: [295, 270, 362, 337]},
      ],
      question: "where is [4] ?",
      choices: [
        "it is left of [5] .",
        "it is right of [5] .",
        "it is below [5] .",
        "it is above [5] .",
      ],
    },
    answers: {
      question: "what color is the shape?",
      mentions: [
        {name: "shape", box: [295, 270, 362, 337]},
      ],
    },
    fill: {text: "the small yellow circle @@ [MASK] [MASK] [MASK] [MASK] ##"},
  },
  {
    file: "scene3.jpg",
    grounding: {texts: ["the small green triangle", "the lowest small shape", "the square left of the purple triangle"]},
    phrases: {
      caption: "the small purple triangle and the triangle farthest to the left",
      phrases: ["the small purple triangle", "the triangle farthest to the left"],
    },
    relations: {
      objects: [
        {name: "triangle", box: [84, 193, 220, 311]},
        {name: "triangle", box: [250, 240, 319, 300]},
        {name: "triangle", box: [170, 47, 246, 113]},
        {name: "square", box: [90, 96, 161, 167]},
        {name: "triangle", box: [275, 316, 342, 374]},
        {name: "square", box: [305, 52, 370, 117]},
      ],
    },
    choices: {
      objects: [
        {name: "shape", box: [84, 193, 220, 311]},
        {name: "shape", box: [250, 240, 319, 300]},
        {name: "shape", box: [170, 47, 246, 113]},
        {name: "shape", box: [90, 96, 161, 167]},
        {name: "shape", box: [275, 316, 342, 374]},
        {name: "shape", box: [305, 52, 370, 117]},
      ],
      question: "what is the same about [3] and [4] ?",
      choices: [
        "the color and the shape .",
        "the shape .",
        "the color .",
        "nothing .",
      ],
    },
    answers: {
      question: "what kind of shape is this?",
      mentions: [
        {name: "this", box: [90, 96, 161, 167]},
      ],
    },
    fill: {text: "the small green triangle @@ [MASK] [MASK] [MASK] [MASK] ##"},
  },
  {
    file: "scene4.jpg",
    grounding: {texts: ["the blue diamond", "the largest shape", "the small blue diamond above the triangle"]},
    phrases: {
      caption: "the small diamond and the green cross",
      phrases: ["the small diamond", "the green cross"],
    },
    relations: {
      objects: [
        {name: "cross", box: [216, 93, 360, 238]},
        {name: "cross", box: [273, 276, 348, 351]},
        {name: "diamond", box: [93, 155, 153, 232]},
        {name: "cross", box: [119, 26, 187, 95]},
        {name: "triangle", box: [83, 281, 164, 351]},
      ],
    },
    choices: {
      objects: [
        {name: "shape", box: [216, 93, 360, 238]},
        {name: "shape", box: [273, 276, 348, 351]},
        {name: "shape", box: [93, 155, 153, 232]},
        {name: "shape", box: [119, 26, 187, 95]},
        {name: "shape", box: [83, 281, 164, 351]},
      ],
      question: "where is [0] ?",
      choices: [
        "it is right of [2] .",
        "it is below [2] .",
        "it is above [2] .",
        "it is left of [2] .",
      ],
    },
    answers: {
      question: "what kind of shape is this?",
      mentions: [
        {name: "this", box: [83, 281, 164, 351]},
      ],
    },
    fill: {text: "the blue diamond @@ [MASK] [MASK] [MASK] [MASK] ##"},
  },
  {
    file: "scene5.jpg",
    grounding: {texts: ["the blue cross", "the diamond farthest to the right", "the shape above the blue cross"]},
    phrases: {
      caption: "the large cyan shape and the red shape to the right of the blue cross",
      phrases: ["the large cyan shape", "the red shape", "the blue cross"],
    },
    relations: {
      objects: [
        {name: "diamond", box: [50, 82, 155, 216]},
        {name: "diamond", box: [251, 142, 375, 301]},
        {name: "diamond", box: [249, 6, 310, 85]},
        {name: "cross", box: [161, 232, 242, 314]},
        {name: "cross", box: [174, 58, 240, 124]},
        {name: "diamond", box: [21, 267, 79, 341]},
      ],
    },
    choices: {
      objects: [
        {name: "shape", box: [50, 82, 155, 216]},
        {name: "shape", box: [251, 142, 375, 301]},
        {name: "shape", box: [249, 6, 310, 85]},
        {name: "shape", box: [161, 232, 242, 314]},
        {name: "shape", box: [174, 58, 240, 124]},
        {name: "shape", box: [21, 267, 79, 341]},
      ],
      question: "what is [3] ?",
      choices: [
        "it is a yellow cross .",
        "it is a cyan cross .",
        "it is a yellow diamond .",
        "it is a cyan diamond .",
      ],
    },
    answers: {
      question: "what kind of shape is this?",
      mentions: [
        {name: "this", box: [174, 58, 240, 124]},
      ],
    },
    fill: {text: "the blue cross @@ [MASK] [MASK] [MASK] [MASK] ##"},
  },
  {
    file: "scene6.jpg",
    grounding: {texts: ["the blue diamond", "the shape farthest to the left", "the cyan star below the square"]},
    phrases: {
      caption: "the small cyan star below the small square",
      phrases: ["the small cyan star", "the small square"],
    },
    relations: {
      objects: [
        {name: "circle", box: [101, 23, 221, 144]},
        {name: "star", box: [120, 299, 200, 374]},
        {name: "square", box: [93, 219, 160, 286]},
        {name: "diamond", box: [310, 105, 369, 181]},
        {name: "star", box: [225, 207, 309, 287]},
        {name: "star", box: [250, 15, 332, 94]},
      ],
    },
    choices: {
      objects: [
        {name: "shape", box: [101, 23, 221, 144]},
        {name: "shape", box: [120, 299, 200, 374]},
        {name: "shape", box: [93, 219, 160, 286]},
        {name: "shape", box: [310, 105, 369, 181]},
        {name: "shape", box: [225, 207, 309, 287]},
        {name: "shape", box: [250, 15, 332, 94]},
      ],
      question: "where is [5] ?",
      choices: [
        "it is right of [4] .",
        "it is left of [4] .",
        "it is below [4] .",
        "it is above [4] .",
      ],
    },
    answers: {
      question: "what color is the shape?",
      mentions: [
        {name: "shape", box: [120, 299, 200, 374]},
      ],
    },
    fill: {text: "the blue diamond @@ [MASK] [MASK] [MASK] [MASK] ##"},
  },
];
