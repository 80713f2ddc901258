// Images that come with the page, and what to ask about each. The names of fields are those of
// requests.

export const EXAMPLES = [
  {
    file: "scene1.jpg",
    grounding: {texts: ["the dog", "the bear left of the dog", "the small bear", "the cat"]},
    phrases: {
      caption: "the dog and the small bear",
      phrases: ["the dog", "the small bear"],
    },
    relations: {
      objects: [
        {name: "bear", box: [42, 211, 168, 331]},
        {name: "dog", box: [202, 16, 318, 142]},
        {name: "apple", box: [211, 267, 278, 338]},
        {name: "apple", box: [284, 265, 354, 342]},
        {name: "bear", box: [277, 162, 353, 235]},
      ],
    },
    choices: {
      objects: [
        {name: "thing", box: [42, 211, 168, 331]},
        {name: "thing", box: [202, 16, 318, 142]},
        {name: "thing", box: [211, 267, 278, 338]},
        {name: "thing", box: [284, 265, 354, 342]},
        {name: "thing", box: [277, 162, 353, 235]},
      ],
      question: "what is [1] ?",
      choices: [
        "it is a small dog .",
        "it is a large dog .",
        "it is a small bear .",
        "it is a large bear .",
      ],
    },
    answers: {
      question: "is the thing above or below the bear?",
      mentions: [
        {name: "thing", box: [202, 16, 318, 142]},
        {name: "bear", box: [277, 162, 353, 235]},
      ],
    },
    fill: {text: "the dog @@ [MASK] [MASK] [MASK] [MASK] ##"},
  },
  {
    file: "scene2.jpg",
    grounding: {texts: ["the rabbit", "the lemon to the right of the rabbit", "the bicycle below the rabbit", "the unicorn"]},
    phrases: {
      caption: "the large lemon and the rabbit",
      phrases: ["the large lemon", "the rabbit"],
    },
    relations: {
      objects: [
        {name: "bicycle", box: [160, 187, 316, 302]},
        {name: "rabbit", box: [64, 8, 192, 162]},
        {name: "bicycle", box: [184, 4, 318, 101]},
        {name: "lemon", box: [13, 215, 159, 318]},
        {name: "lemon", box: [248, 87, 329, 160]},
      ],
    },
    choices: {
      objects: [
        {name: "thing", box: [160, 187, 316, 302]},
        {name: "thing", box: [64, 8, 192, 162]},
        {name: "thing", box: [184, 4, 318, 101]},
        {name: "thing", box: [13, 215, 159, 318]},
        {name: "thing", box: [248, 87, 329, 160]},
      ],
      question: "where is [3] ?",
      choices: [
        "it is above [1] .",
        "it is below [1] .",
        "it is right of [0] .",
        "it is above [2] .",
      ],
    },
    answers: {
      question: "is the thing large or small?",
      mentions: [
        {name: "thing", box: [64, 8, 192, 162]},
      ],
    },
    fill: {text: "the large lemon @@ [MASK] [MASK] [MASK] [MASK] ##"},
  },
  {
    file: "scene3.jpg",
    grounding: {texts: ["the large cat", "the kitten below the cake", "the apple", "the dog"]},
    phrases: {
      caption: "the apple and the cake in the top left corner",
      phrases: ["the apple", "the cake in the top left corner"],
    },
    relations: {
      objects: [
        {name: "cake", box: [27, 5, 133, 136]},
        {name: "cat", box: [161, 18, 278, 148]},
        {name: "cat", box: [39, 133, 104, 206]},
        {name: "apple", box: [246, 292, 316, 374]},
      ],
    },
    choices: {
      objects: [
        {name: "thing", box: [27, 5, 133, 136]},
        {name: "thing", box: [161, 18, 278, 148]},
        {name: "thing", box: [39, 133, 104, 206]},
        {name: "thing", box: [246, 292, 316, 374]},
      ],
      question: "what is [2] ?",
      choices: [
        "it is a large cat .",
        "it is a small cat .",
        "it is a large cake .",
        "it is a small cake .",
      ],
    },
    answers: {
      question: "how many cats are there?",
      mentions: [],
    },
    fill: {text: "the cake @@ [MASK] [MASK] [MASK] [MASK] ##"},
  },
  {
    file: "scene4.jpg",
    grounding: {texts: ["the small pear", "the pear below the bread", "the hat", "the apple"]},
    phrases: {
      caption: "the bread and the hat to the left of the bread",
      phrases: ["the bread", "the hat"],
    },
    relations: {
      objects: [
        {name: "pear", box: [107, 221, 211, 370]},
        {name: "bread", box: [96, 64, 241, 206]},
        {name: "pear", box: [273, 33, 327, 111]},
        {name: "hat", box: [15, 27, 82, 83]},
      ],
    },
    choices: {
      objects: [
        {name: "thing", box: [107, 221, 211, 370]},
        {name: "thing", box: [96, 64, 241, 206]},
        {name: "thing", box: [273, 33, 327, 111]},
        {name: "thing", box: [15, 27, 82, 83]},
      ],
      question: "where is [0] ?",
      choices: [
        "it is above [1] .",
        "it is right of [2] .",
        "it is below [1] .",
        "it is above [3] .",
      ],
    },
    answers: {
      question: "is the thing large or small?",
      mentions: [
        {name: "thing", box: [15, 27, 82, 83]},
      ],
    },
    fill: {text: "the hat @@ [MASK] [MASK] [MASK] [MASK] ##"},
  },
  {
    file: "scene5.jpg",
    grounding: {texts: ["the butterfly", "the taxi to the left of the bicycle", "the lowest thing", "the airplane"]},
    phrases: {
      caption: "the butterfly above the bicycle",
      phrases: ["the butterfly", "the bicycle"],
    },
    relations: {
      objects: [
        {name: "butterfly", box: [177, 120, 302, 220]},
        {name: "bicycle", box: [174, 234, 254, 297]},
        {name: "taxi", box: [35, 117, 114, 173]},
        {name: "taxi", box: [227, 51, 307, 106]},
      ],
    },
    choices: {
      objects: [
        {name: "thing", box: [177, 120, 302, 220]},
        {name: "thing", box: [174, 234, 254, 297]},
        {name: "thing", box: [35, 117, 114, 173]},
        {name: "thing", box: [227, 51, 307, 106]},
      ],
      question: "where is [2] ?",
      choices: [
        "it is left of [0] .",
        "it is right of [0] .",
        "it is below [1] .",
        "it is right of [3] .",
      ],
    },
    answers: {
      question: "how many taxis are there?",
      mentions: [],
    },
    fill: {text: "the butterfly @@ [MASK] [MASK] [MASK] [MASK] ##"},
  },
  {
    file: "scene6.jpg",
    grounding: {texts: ["the fish", "the backpack farthest to the right", "the cookie", "the umbrella"]},
    phrases: {
      caption: "the cookie and the fish below the cookie",
      phrases: ["the cookie", "the fish"],
    },
    relations: {
      objects: [
        {name: "fish", box: [80, 276, 201, 360]},
        {name: "cookie", box: [242, 188, 309, 252]},
        {name: "backpack", box: [111, 176, 178, 242]},
        {name: "backpack", box: [257, 75, 334, 153]},
      ],
    },
    choices: {
      objects: [
        {name: "thing", box: [80, 276, 201, 360]},
        {name: "thing", box: [242, 188, 309, 252]},
        {name: "thing", box: [111, 176, 178, 242]},
        {name: "thing", box: [257, 75, 334, 153]},
      ],
      question: "what is [1] ?",
      choices: [
        "it is a small cookie .",
        "it is a large cookie .",
        "it is a small fish .",
        "it is a large backpack .",
      ],
    },
    answers: {
      question: "is there an umbrella?",
      mentions: [],
    },
    fill: {text: "the fish @@ [MASK] [MASK] [MASK] [MASK] ##"},
  },
];
