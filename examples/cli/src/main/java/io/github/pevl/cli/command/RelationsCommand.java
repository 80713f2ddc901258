package io.github.pevl.cli.command;

import ai.djl.inference.Predictor;
import ai.djl.modality.cv.Image;
import ai.djl.translate.TranslateException;
import io.github.pevl.cli.answer.Answer;
import io.github.pevl.cli.answer.KnownObjects;
import io.github.pevl.cli.answer.RelationsAnswer;
import io.github.pevl.cli.console.BadInput;
import io.github.pevl.request.RelationRequest;
import io.github.pevl.request.RelationResult;
import io.github.pevl.translate.Tasks;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code pevl relations}. */
@Command(
        name = "relations",
        description = {
            "Predicts relations between objects: the best predicate of each pair, best pair first.",
            "The probability is the geometric mean over the predicate's tokens."
        },
        footer = {
            "  pevl relations --image docs/scene.png --out related.png \\",
            "      --object \"bear=42,211,168,331\" --object \"dog=202,16,318,142\"",
            "  pevl relations --image docs/scene.png --objects objects.json \\",
            "      --pair 0,1 --pair 2,0"
        })
public final class RelationsCommand extends ImageCommand<RelationRequest, RelationResult> {

    private static final int DEFAULT_TOP = 10;

    @Mixin private ObjectOptions objects;

    @Option(
            names = {"-p", "--pair"},
            paramLabel = "S,O",
            converter = PairConverter.class,
            description =
                    "Indices of subject and object, such as 0,1; repeat it for more. Default: all"
                            + " ordered pairs.")
    private List<RelationRequest.Pair> pairs = new ArrayList<>();

    @Mixin private final TopOption top = new TopOption(DEFAULT_TOP);

    @SuppressWarnings("NullAway.Init") // check reads it
    private KnownObjects known;

    RelationsCommand() {
        super(Tasks.RELATIONS);
    }

    @Override
    void check() throws BadInput {
        top.check();
        known = objects.read();
    }

    @Override
    List<String> texts() {
        return cleaned(known.names());
    }

    @Override
    RelationRequest request(Image image) {
        return pairs.isEmpty()
                ? new RelationRequest(image, known.list())
                : new RelationRequest(image, known.list(), pairs);
    }

    @Override
    Answer answer(RelationRequest request, Predictor<RelationRequest, RelationResult> predictor)
            throws TranslateException {
        RelationResult result = predictor.predict(request);
        return new RelationsAnswer(known, result.ranked().stream().limit(top.number()).toList());
    }

    /** Reads {@code 0,1}. */
    static final class PairConverter implements ITypeConverter<RelationRequest.Pair> {

        private static final Pattern PAIR =
                Pattern.compile("\\s*(\\d{1,9})\\s*,\\s*(\\d{1,9})\\s*");

        @Override
        public RelationRequest.Pair convert(String value) {
            Matcher pair = PAIR.matcher(value);
            if (!pair.matches()) {
                throw new TypeConversionException(
                        "\"%s\" is no pair; write the indices of subject and object, such as 0,1."
                                .formatted(value));
            }
            return new RelationRequest.Pair(
                    Integer.parseInt(pair.group(1)), Integer.parseInt(pair.group(2)));
        }
    }
}
