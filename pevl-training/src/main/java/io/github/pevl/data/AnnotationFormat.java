package io.github.pevl.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The JSON formats of annotations: those of the original, and MDETR's. Files are read one entry at
 * a time. Fields that are not named below are skipped; the optional field {@code kind} is ours and
 * names a class of sentences to report separately.
 *
 * <p>Errors name file, line, entry and field.
 *
 * @param <S> type of the samples
 */
public final class AnnotationFormat<S extends Sample> {

    /**
     * Grounding data to train on: {@code file_name}, {@code width}, {@code height}, {@code
     * caption}, {@code tokens_positive} with a span of characters for each box of {@code bbox_list}
     * (corners in pixels), {@code not_crop_bbox_list} (if missing, the same boxes).
     */
    public static final AnnotationFormat<GroundingSample> GROUNDING =
            ofList("grounding", GroundingEntries::training);

    /**
     * Expressions to evaluate on: {@code pseudo_caption} with exactly one box in the text, and
     * {@code bbox}, or else {@code gt_bbox} (x, y, width, height in pixels). The text before the
     * box names it; words may follow, and the box is predicted before them. The field is the box:
     * the positions in the text are ignored.
     */
    public static final AnnotationFormat<GroundingSample> GROUNDING_EVALUATION =
            ofList("grounding-eval", GroundingEntries::evaluation);

    /**
     * Expressions that may mean nothing, a format of ours: {@code file_name}, {@code width}, {@code
     * height}, {@code caption}, {@code bbox_list} with the boxes of all objects that it means
     * (corners in pixels; may be empty), {@code not_crop_bbox_list} with the boxes of all objects
     * of the image.
     */
    public static final AnnotationFormat<PresenceSample> PRESENCE =
            ofList("presence", PresenceEntries::read);

    /**
     * MDETR's files: {@code images} with {@code id}, {@code file_name}, {@code width}, {@code
     * height}, {@code caption}, and {@code annotations} with {@code image_id}, {@code bbox} (x, y,
     * width, height in pixels), {@code iscrowd}, and {@code tokens_positive}, a list of spans. The
     * box is written after each of its spans; spans separated by nothing but blanks count as one. A
     * box without area is skipped. The kind is {@code dataset_name}.
     */
    public static final AnnotationFormat<GroundingSample> MDETR =
            new AnnotationFormat<>("mdetr", CocoAnnotations::read);

    /**
     * GQA to train on: {@code question}, {@code answer}, {@code q_id}; unless {@code no_bbox} is 1,
     * {@code tokens_positive} and {@code bbox_list} as in {@link #GROUNDING}.
     */
    public static final AnnotationFormat<AnswerSample> QUESTIONS =
            ofList("gqa", AnswerEntries::training);

    /**
     * GQA to evaluate on: the same, but where {@code no_bbox} is 1, the question is {@code
     * normal_question} if there is one.
     */
    public static final AnnotationFormat<AnswerSample> QUESTIONS_EVALUATION =
            ofList("gqa-eval", AnswerEntries::evaluation);

    /**
     * VCR to train on: {@code names} and {@code bbox_list} of the objects, {@code question}, {@code
     * right_answer}, {@code wrong_answer}, {@code right_rationale}, {@code wrong_rationale} as
     * lists of words in which a list of numbers refers to objects. {@code with_answer} or {@code
     * with_rationale} chooses answers or rationales (otherwise both are samples), {@code label}
     * whether the right or the wrong one is written (otherwise it is drawn each time).
     */
    public static final AnnotationFormat<ChoiceSample> CHOICES =
            ofList("vcr", ChoiceEntries::training);

    /**
     * VCR to evaluate on: {@code question} with {@code answer_choices} and {@code answer_label},
     * {@code rationale_choices} and {@code rationale_label}, or both; {@code annot_id} joins them.
     * If there are only rationales, the question holds question and answer, with {@code [SEP]}
     * between.
     */
    public static final AnnotationFormat<ChoiceSample> CHOICES_EVALUATION =
            ofList("vcr-eval", ChoiceEntries::evaluation);

    private static final String RELATIONS = "vrd";
    private static final String RELATIONS_EVALUATION = "vrd-eval";

    private static final List<AnnotationFormat<?>> PLAIN =
            List.of(
                    GROUNDING,
                    GROUNDING_EVALUATION,
                    PRESENCE,
                    MDETR,
                    QUESTIONS,
                    QUESTIONS_EVALUATION,
                    CHOICES,
                    CHOICES_EVALUATION);

    private final String name;
    private final Walk<S> walk;

    private interface Walk<S> {
        void through(AnnotationFile file, Consumer<S> samples) throws IOException;
    }

    /**
     * The result of a check.
     *
     * @param entries number of entries in the file
     * @param samples number of usable samples
     * @param images number of images that they name
     * @param problems number of reported problems
     * @param remarks number of reported remarks: harmless, but good to know
     */
    public record Check(long entries, long samples, long images, long problems, long remarks) {

        /** Without remarks. */
        public Check(long entries, long samples, long images, long problems) {
            this(entries, samples, images, problems, 0);
        }
    }

    private AnnotationFormat(String name, Walk<S> walk) {
        this.name = name;
        this.walk = walk;
    }

    private static <S extends Sample> AnnotationFormat<S> ofList(
            String name, Function<AnnotationEntry, List<S>> each) {
        return new AnnotationFormat<>(
                name, (file, samples) -> file.list(entry -> each.apply(entry).forEach(samples)));
    }

    /**
     * Relations to train on: {@code img_info} with {@code width} and {@code height}, {@code
     * gt_classes} and {@code bbox_list} of the objects (corners in a bounds whose longer side is
     * 1024), and, if {@code with_rel} is 1, {@code rel_tri} (subject, object, predicate), otherwise
     * {@code un_rel_pair}, pairs such as "0_1".
     *
     * @param dictionary a JSON file that names classes and predicates by their numbers from 1, in
     *     {@code idx_to_label} and {@code idx_to_predicate}
     * @throws IllegalArgumentException naming the file, if it is not such a dictionary
     * @throws IOException if the file cannot be read
     */
    public static AnnotationFormat<RelationSample> relations(Path dictionary) throws IOException {
        return relations(RelationDictionary.read(dictionary));
    }

    static AnnotationFormat<RelationSample> relations(RelationDictionary dictionary) {
        return ofList(RELATIONS, new RelationEntries(dictionary)::training);
    }

    /**
     * Relations to evaluate on, an entry for an image: {@code img_path} (or {@code file_name}),
     * {@code width}, {@code height}, {@code boxes} (corners in pixels), {@code labels}, {@code
     * relations} (subject, object, predicate). The original keeps boxes and labels in a pickle, and
     * the relations apart; a pickle is a program, so its content is read as JSON.
     *
     * @param dictionary as of {@link #relations}
     * @throws IllegalArgumentException naming the file, if it is not such a dictionary
     * @throws IOException if the file cannot be read
     */
    public static AnnotationFormat<RelationSample> relationsEvaluation(Path dictionary)
            throws IOException {
        return relationsEvaluation(RelationDictionary.read(dictionary));
    }

    static AnnotationFormat<RelationSample> relationsEvaluation(RelationDictionary dictionary) {
        return ofList(RELATIONS_EVALUATION, new RelationEntries(dictionary)::evaluation);
    }

    /** The names of all formats, as {@link #named} takes them. */
    public static List<String> names() {
        List<String> names = new ArrayList<>(PLAIN.stream().map(AnnotationFormat::name).toList());
        names.add(RELATIONS);
        names.add(RELATIONS_EVALUATION);
        return names;
    }

    /**
     * A format by its name.
     *
     * @param dictionary for {@link #relations}; may be null for others
     * @throws IllegalArgumentException if there is no such format, no dictionary where one is
     *     needed, or if the file is none
     * @throws IOException if the dictionary cannot be read
     */
    public static AnnotationFormat<?> named(String name, @Nullable Path dictionary)
            throws IOException {
        for (AnnotationFormat<?> format : PLAIN) {
            if (format.name.equals(name)) {
                return format;
            }
        }
        if (!names().contains(name)) {
            throw new IllegalArgumentException(
                    "There is no format \"%s\"; there are %s.".formatted(name, names()));
        }
        if (dictionary == null) {
            throw new IllegalArgumentException(
                    "The format \"%s\" needs a dictionary, with idx_to_label and idx_to_predicate."
                            .formatted(name));
        }
        return name.equals(RELATIONS) ? relations(dictionary) : relationsEvaluation(dictionary);
    }

    /** Such as "grounding". */
    public String name() {
        return name;
    }

    /**
     * Reads a file.
     *
     * @param json the annotation file
     * @param imageRoot base of relative image paths
     * @return the samples in the file's order
     * @throws IllegalArgumentException for the first thing that is wrong
     * @throws IOException if the file cannot be read
     */
    public List<S> read(Path json, Path imageRoot) throws IOException {
        List<S> samples = new ArrayList<>();
        new AnnotationFile(json, imageRoot, AnnotationErrors.thrown())
                .read(it -> walk.through(it, samples::add));
        return samples;
    }

    /**
     * Finds everything that is wrong with a file, including missing images, and boxes that reach
     * beyond the image by more than a pixel, which training clips. Remarks, such as an image file
     * of another size than annotated, are reported too, but counted separately.
     *
     * @param json the annotation file
     * @param imageRoot base of relative image paths
     * @param problem receives each problem and remark, one line each
     * @throws IOException if the file cannot be read
     */
    public Check check(Path json, Path imageRoot, Consumer<String> problem) throws IOException {
        AnnotationErrors errors = AnnotationErrors.reported(problem);
        long[] samples = {0};
        AnnotationFile file = new AnnotationFile(json, imageRoot, errors);
        file.read(it -> walk.through(it, sample -> samples[0]++));
        return new Check(
                file.entries(), samples[0], errors.images(), errors.problems(), errors.remarks());
    }
}
