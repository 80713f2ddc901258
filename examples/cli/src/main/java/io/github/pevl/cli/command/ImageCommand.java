package io.github.pevl.cli.command;

import ai.djl.inference.Predictor;
import ai.djl.modality.cv.Image;
import ai.djl.repository.zoo.ModelZoo;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.TranslateException;
import ai.djl.util.JsonUtils;
import com.google.gson.JsonObject;
import io.github.pevl.cli.answer.Answer;
import io.github.pevl.cli.console.BadInput;
import io.github.pevl.cli.console.CommandTimes;
import io.github.pevl.cli.console.Console;
import io.github.pevl.cli.console.ImageFile;
import io.github.pevl.cli.draw.AnswerImage;
import io.github.pevl.cli.draw.PngFile;
import io.github.pevl.image.DecodedImage;
import io.github.pevl.internal.prompt.TextCleaner;
import io.github.pevl.internal.util.Stopwatch;
import io.github.pevl.text.PevlTokenizer;
import io.github.pevl.text.PevlVocabulary;
import io.github.pevl.translate.Task;
import io.github.pevl.zoo.ModelFolder;
import io.github.pevl.zoo.PevlModelZoo;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * What commands share that ask a model about an image: the options for image, model and output, and
 * the steps from image to answer.
 *
 * @param <I> the request
 * @param <O> the result
 */
abstract class ImageCommand<I, O> extends ConsoleCommand {

    /** Order in help texts: the image, a command's own options, then all others. */
    static final int LATER = 1;

    private static final int FIRST = -2;

    @Option(
            names = {"-i", "--image"},
            required = true,
            order = FIRST,
            paramLabel = "FILE",
            description = "The image: PNG, JPEG, GIF, BMP, TIFF, WebP or WBMP.")
    private Path image;

    @Option(
            names = "--upright",
            order = FIRST,
            description = {
                "Rotate the image by its EXIF orientation; boxes are then those of the rotated"
                        + " image. Default: read the image as stored, like the original."
            })
    private boolean upright;

    private final Task<I, O> task;

    @Mixin private final ModelOption model;

    @Mixin private final PrecisionOption precision = new PrecisionOption();

    @Option(
            names = {"-o", "--out"},
            order = LATER,
            paramLabel = "FILE",
            description = "Write the image with the answer drawn into it, as PNG.")
    private Path out;

    @Option(names = "--json", order = LATER, description = "Print JSON, for programs.")
    private boolean json;

    @Option(names = "--timing", hidden = true, description = "Print the time of each phase.")
    private boolean timing;

    private List<String> unknownWords = List.of();

    /**
     * The fields of the JSON answer that all commands share.
     *
     * @param orientation of the image that the answer is about, EXIF's 1 to 8
     */
    private record Header(
            String image,
            int width,
            int height,
            int orientation,
            String model,
            List<String> unknownWords) {}

    ImageCommand(Task<I, O> task) {
        this.task = task;
        model = new ModelOption(PevlModelZoo.DEFAULT);
    }

    /** Checks the options, without the image. */
    abstract void check() throws BadInput;

    /**
     * Makes the request.
     *
     * @throws IllegalArgumentException if it does not fit the image
     */
    abstract I request(Image image);

    /** The user's texts, cleaned as for the model. */
    abstract List<String> texts();

    static List<String> cleaned(List<String> texts) {
        return texts.stream().map(text -> TextCleaner.caption(text, Integer.MAX_VALUE)).toList();
    }

    /** Asks the model; may ask further questions. */
    abstract Answer answer(I request, Predictor<I, O> predictor) throws TranslateException;

    @Override
    public final Integer call() throws BadInput, IOException, TranslateException {
        Stopwatch watch = CommandTimes.sinceProcessStart("java");
        check();
        if (out != null) {
            PngFile.check(out, image);
        }
        DecodedImage file = ImageFile.open(image, upright);
        remark(file);
        Image read = file.image();
        watch.lap("image");
        Answer answer = ask(read, watch);
        if (json) {
            Console.printJson(out(), json(file, answer));
        } else {
            out().print(answer.lines());
        }
        out().flush();
        if (out != null) {
            BufferedImage plain = (BufferedImage) read.getWrappedImage();
            PngFile.write(AnswerImage.draw(plain, answer.drawing()), out);
            watch.lap("drawing");
        }
        if (timing) {
            CommandTimes.print(watch, err());
        }
        return ExitCode.OK;
    }

    /** Warns of surprises in the file. */
    private void remark(DecodedImage file) {
        file.warnings().forEach(this::remark);
        if (file.orientation() != 1) {
            remark(
                    "%s is read as stored, but viewers rotate it (EXIF orientation %d). Give"
                                    .formatted(image, file.orientation())
                            + " --upright to rotate it.");
        }
    }

    private Answer ask(Image read, Stopwatch watch)
            throws BadInput, IOException, TranslateException {
        I request;
        try {
            request = request(read);
        } catch (IllegalArgumentException e) {
            throw new BadInput(e);
        }
        ModelZoo.listModelZoo(); // which reads all lists of models, while the engine starts
        EngineStart.PYTORCH.await();
        watch.lap("engine");
        try (ZooModel<I, O> loaded = model.open(task, precision.get());
                Predictor<I, O> predictor = loaded.newPredictor()) {
            watch.lap("model");
            Answer answer = answer(request, predictor);
            watch.lap("prediction");
            remarkUnknownWords(loaded.getModelPath());
            return answer;
        } catch (TranslateException e) {
            // Only the model's translator knows whether a text is too long.
            if (e.getCause() instanceof IllegalArgumentException) {
                throw new BadInput(e);
            }
            throw e;
        }
    }

    private void remarkUnknownWords(Path folder) throws IOException {
        PevlVocabulary vocabulary = ModelFolder.vocabulary(folder);
        String all = String.join(" ", texts());
        if (Arrays.stream(all.split("\\s+")).allMatch(vocabulary::contains)) {
            return; // the usual case needs no tokenizer
        }
        try (PevlTokenizer tokenizer = new PevlTokenizer(vocabulary)) {
            unknownWords = tokenizer.unknownWords(all);
        }
        if (!unknownWords.isEmpty()) {
            remark(
                    "The model does not know \"%s\"; it reads [UNK] instead."
                            .formatted(Answer.shortened(String.join("\", \"", unknownWords))));
        }
    }

    private String json(DecodedImage file, Answer answer) {
        Header header =
                new Header(
                        image.toString(),
                        file.image().getWidth(),
                        file.image().getHeight(),
                        file.orientation(),
                        model.name(),
                        unknownWords);
        JsonObject all = JsonUtils.GSON.toJsonTree(header).getAsJsonObject();
        JsonUtils.GSON
                .toJsonTree(answer.json())
                .getAsJsonObject()
                .entrySet()
                .forEach(field -> all.add(field.getKey(), field.getValue()));
        return JsonUtils.GSON_PRETTY.toJson(all) + System.lineSeparator();
    }
}
