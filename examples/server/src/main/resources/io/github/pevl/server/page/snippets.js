// The request that was answered, as a curl line and as a Java program.

const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;

/** A command that asks the same; lists are JSON, and texts stay as they are. */
export function curl(origin, model, fields, file, token) {
  const parts = Object.entries(fields).map(([name, value]) =>
    `--form-string ${quoted(`${name}=${typeof value === "string" ? value : JSON.stringify(value)}`)}`);
  return [
    "curl",
    ...(token ? ["-H 'Authorization: Bearer TOKEN'"] : []),
    `-F ${quoted(`image=@${file}`)}`,
    ...parts,
    quoted(`${origin}/predictions/${model}`),
  ].join(" \\\n  ");
}

const text = (value) => JSON.stringify(value);
const texts = (values) => `List.of(${values.map(text).join(", ")})`;
const box = (corners) => `new Box(${corners.join(", ")})`;
const named = (objects) =>
  `List.of(${objects.map(({name, box: corners}) => `new NamedBox(${text(name)}, ${box(corners)})`).join(", ")})`;
const sentences = (values) => `List.of(${values.map((value) => `Sentence.parse(${text(value)})`).join(", ")})`;

/** By task: types of request and result, and the request. */
const REQUESTS = {
  grounding: (f) => ["Grounding", "Grounding",
    `new GroundingRequest(image, ${texts(f.candidate_labels)}, ${f.alternatives})`],
  phrases: (f) => ["Phrase", "Grounding",
    `PhraseRequest.find(image, ${text(f.caption)}, ${f.phrases.map(text).join(", ")})`],
  relations: (f) => ["Relation", "Relation", `new RelationRequest(image, ${named(f.objects)})`],
  choices: (f) => ["Choice", "Choice",
    `new ChoiceRequest(image, ${named(f.objects)}, ${
      sentences([f.question, ...(f.answer ? [f.answer] : [])])}, ${sentences(f.choices)}, ChoiceRequest.ReferenceStyle.EVALUATED)`],
  answers: (f) => ["Answer", "Answer",
    `new AnswerRequest(image, ${text(f.question)}, List.of(${f.mentions.map(({words, box: corners}) =>
      `new AnswerRequest.Mention(new Span(${words.join(", ")}), ${box(corners)})`).join(", ")}), ${
      texts(f.answers ?? [])}, ${f.most})`],
  fill: (f) => ["Fill", "Fill", `new FillRequest(image, ${text(f.text)}, FillRequest.Among.ALL, ${f.most})`],
};

/** A program that asks the same with the library. */
export function java(task, model, fields, file) {
  const [ask, answer, request] = REQUESTS[task](fields);
  return `import ai.djl.inference.Predictor;
import ai.djl.modality.cv.Image;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import io.github.pevl.image.ImageProcessor;
import io.github.pevl.request.*;
import io.github.pevl.text.Box;
import java.nio.file.Path;
import java.util.List;

public class Ask {
    public static void main(String[] args) throws Exception {
        Criteria<${ask}Request, ${answer}Result> criteria =
                Criteria.builder()
                        .setTypes(${ask}Request.class, ${answer}Result.class)
                        .optModelUrls("pevl://${model}")
                        .build();
        Image image = ImageProcessor.open(Path.of(${text(file)}));
        try (ZooModel<${ask}Request, ${answer}Result> model = criteria.loadModel();
                Predictor<${ask}Request, ${answer}Result> predictor = model.newPredictor()) {
            ${answer}Result result =
                    predictor.predict(
                            ${request});
            System.out.println(result);
        }
    }
}
`;
}
