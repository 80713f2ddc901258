package io.github.pevl.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.util.Utils;
import io.github.pevl.compile.Precision;
import io.github.pevl.translate.PevlInput;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A recorded model, compiled in every way, answers as the network that is not. */
@ParameterizedClass
@MethodSource("io.github.pevl.it.GoldenFolder#models")
class CompiledGoldenTest {

    private static final int MANY = 60;
    private static final float TOLERANCE = 1e-4f;

    /** Of the deviation of the scores among each other. */
    private static final double ROUNDED = 0.05;

    @TempDir static Path temp;

    private static final Map<Precision, Path> FOLDERS = new EnumMap<>(Precision.class);

    @Parameter private GoldenFolder folder;

    private static GoldenModel golden;

    @BeforeParameterizedClassInvocation
    static void compile(GoldenFolder folder) throws Exception {
        Path own = temp.resolve(folder.toString());
        golden = GoldenModel.open(folder);
        for (Precision precision : Precision.values()) {
            FOLDERS.put(precision, CompiledGolden.compile(folder, own, precision));
        }
    }

    @AfterParameterizedClassInvocation
    static void close() {
        golden.close();
    }

    /** Every kind of question that the network takes. */
    private static Map<String, PevlInput> questions() {
        PevlInput expressions = golden.expressions();
        NDArray every = golden.manager.create(new Shape(0), DataType.INT64);
        Map<String, PevlInput> all = new LinkedHashMap<>();
        all.put("positions", expressions);
        all.put("all words", with(expressions, every, null));
        NDArray one = golden.manager.ones(new Shape(1), DataType.INT64);
        all.put("log-probabilities", with(expressions, expressions.columns(), one));
        all.put("log-probabilities of all words", with(expressions, every, one));
        long texts = expressions.ids().getShape().get(0);
        long[] counts = LongStream.range(0, 2 * texts).map(i -> (i + 1) % 2).toArray();
        all.put("match", match(expressions.images(), counts, 0));
        all.put("texts that share a picture", match(picture(0), new long[] {texts, 0}, 0));
        all.put("unequal shares", match(pictures(2), new long[] {texts - 1, 0, 1, 0}, 0));
        all.put("no text of the first", match(pictures(2), new long[] {0, 0, texts, 0}, 0));
        all.put("padding", match(expressions.images(), counts, 3));
        // Words are few for so many pictures, and take another order of products.
        all.put("few words", match(manyPictures(), counts(texts, 0), 0));
        all.put("few words and slots", aboutOneOfMany(expressions));
        return all;
    }

    private static PevlInput aboutOneOfMany(PevlInput in) {
        long[] counts = counts(in.ids().getShape().get(0), in.slots().getShape().get(0));
        return new PevlInput(
                manyPictures(),
                golden.manager.create(counts, new Shape(MANY, 2)),
                in.ids(),
                in.mask(),
                in.slots(),
                in.columns());
    }

    /** All about one picture of many. */
    private static long[] counts(long texts, long slots) {
        long[] counts = new long[2 * MANY];
        counts[MANY] = texts;
        counts[MANY + 1] = slots;
        return counts;
    }

    private static NDArray manyPictures() {
        return pictures(2).tile(new long[] {MANY / 2, 1, 1, 1});
    }

    private static PevlInput with(PevlInput in, NDArray columns, NDArray log) {
        return new PevlInput(
                in.images(), in.counts(), in.ids(), in.mask(), in.slots(), columns, log);
    }

    private static PevlInput match(NDArray pictures, long[] counts, int padding) {
        NDArray ids = golden.tensor("rec_masked_ids");
        NDArray more =
                golden.manager.zeros(new Shape(ids.getShape().get(0), padding), DataType.INT64);
        return new PevlInput(
                pictures,
                golden.manager.create(counts, new Shape(counts.length / 2, 2)),
                padding == 0 ? ids : ids.concat(more, 1),
                padding == 0
                        ? golden.tensor("rec_attention_mask")
                        : golden.tensor("rec_attention_mask").concat(more, 1),
                null,
                null);
    }

    private static NDArray picture(int i) {
        return golden.tensor("image").get(i + ":" + (i + 1));
    }

    private static NDArray pictures(long count) {
        return golden.tensor("image").get(":" + count);
    }

    @Test
    void exactlyCompiledItAnswersAsTheNetwork() throws Exception {
        try (ZooModel<NDList, NDList> model = CompiledGolden.open(FOLDERS.get(Precision.FP32))) {
            assertAnswers(model);
        }
    }

    @Test
    void djlOpensItByPathAlone() throws Exception {
        String before = System.getProperty("DJL_CACHE_DIR");
        System.setProperty("ENGINE_CACHE_DIR", Utils.getEngineCacheDir().toString());
        System.setProperty("DJL_CACHE_DIR", temp.resolve(folder + "-cache").toString());
        try (ZooModel<NDList, NDList> model =
                CompiledGolden.criteria()
                        .optModelPath(FOLDERS.get(Precision.FP32))
                        .build()
                        .loadModel()) {
            assertAnswers(model);
        } finally {
            System.clearProperty("ENGINE_CACHE_DIR");
            System.clearProperty("DJL_CACHE_DIR");
            if (before != null) {
                System.setProperty("DJL_CACHE_DIR", before);
            }
        }
    }

    private static void assertAnswers(ZooModel<NDList, NDList> model) {
        questions()
                .forEach(
                        (name, question) -> {
                            NDList expected = ask(golden.block, question);
                            NDList actual = ask(model.getBlock(), question);
                            assertThat(actual).as(name).hasSameSizeAs(expected);
                            for (int i = 0; i < actual.size(); i++) {
                                assertThat(actual.get(i).getDataType())
                                        .isEqualTo(expected.get(i).getDataType());
                                assertThat(actual.get(i).getShape())
                                        .as(name)
                                        .isEqualTo(expected.get(i).getShape());
                            }
                            assertThat(actual.get(1)).as(name).isEqualTo(expected.get(1));
                            assertThat(distance(actual, expected)).as(name).isLessThan(TOLERANCE);
                        });
    }

    private static NDList ask(Block network, PevlInput question) {
        return network.forward(golden.store, question.toList(), false);
    }

    private static float distance(NDList actual, NDList expected) {
        return actual.get(0).sub(expected.get(0)).abs().max().getFloat();
    }

    @ParameterizedTest
    @EnumSource
    void roundedItAnswersAlmostAsTheNetwork(Precision precision) throws Exception {
        try (ZooModel<NDList, NDList> model = CompiledGolden.open(FOLDERS.get(precision))) {
            questions()
                    .forEach((name, question) -> assertRounded(name, model.getBlock(), question));
        }
    }

    private static void assertRounded(String name, Block network, PevlInput question) {
        NDArray expected = ask(golden.block, question).get(0);
        NDArray actual = ask(network, question).get(0);
        assertThat(actual.getDataType()).isEqualTo(DataType.FLOAT32);
        double error = deviation(actual.sub(expected));
        assertThat(error).as(name).isLessThan(ROUNDED * deviation(expected));
    }

    private static double deviation(NDArray x) {
        return Math.sqrt(x.sub(x.mean()).square().mean().getFloat());
    }

    @Test
    void namesOfArraysDoNotMatter() throws Exception {
        try (ZooModel<NDList, NDList> model = CompiledGolden.open(FOLDERS.get(Precision.FP32))) {
            NDList named = new NDList();
            golden.expressions().toList().forEach(array -> named.add(array.duplicate()));
            named.get(0).setName("picture.pixels");
            named.get(2).setName("module_method:probe");
            NDList actual = model.getBlock().forward(golden.store, named, false);
            assertThat(distance(actual, ask(golden.block, golden.expressions())))
                    .isLessThan(TOLERANCE);
            assertThat(named.get(0).getName()).isEqualTo("picture.pixels");
        }
    }

    /** DJL ends the process over some calls on bfloat16, in which the network computes. */
    @ParameterizedTest
    @EnumSource
    void nothingThatComesOutEndsTheProcess(Precision precision) throws Exception {
        try (ZooModel<NDList, NDList> model = CompiledGolden.open(FOLDERS.get(precision))) {
            NDList out = new NDList();
            questions().values().forEach(question -> out.addAll(ask(model.getBlock(), question)));
            NDList picture = new NDList(picture(0));
            out.addAll(model.getBlock().forward(golden.store, picture, false));
            for (NDArray array : out) {
                assertThat(array.getDataType()).isIn(DataType.FLOAT32, DataType.INT64);
                NDArray wide = array.toType(DataType.FLOAT32, true);
                assertThat(wide.softmax(-1).getShape()).isEqualTo(array.getShape());
                assertThat(array.zerosLike().getDataType()).isEqualTo(array.getDataType());
            }
        }
    }

    /** Whatever types the arrays are of, it answers the same or throws. */
    @ParameterizedTest
    @EnumSource(names = {"FLOAT64", "FLOAT32", "INT64", "INT32", "UINT8", "BOOLEAN"})
    void arraysOfOtherTypesDoNoHarm(DataType type) throws Exception {
        try (ZooModel<NDList, NDList> model = CompiledGolden.open(FOLDERS.get(Precision.BF16))) {
            for (int i = 0; i < golden.expressions().toList().size(); i++) {
                NDList in = golden.expressions().toList();
                in.set(i, in.get(i).toType(type, true));
                try {
                    NDList out = model.getBlock().forward(golden.store, in, false);
                    assertThat(out.head().getDataType()).isEqualTo(DataType.FLOAT32);
                } catch (IllegalArgumentException | IllegalStateException | EngineException e) {
                    assertThat(e).hasMessageNotContaining("INTERNAL ASSERT");
                }
            }
            assertThat(ask(model.getBlock(), golden.expressions())).isNotEmpty();
        }
    }

    @Test
    void wrongShapesAndTrainingAreRefused() throws Exception {
        try (ZooModel<NDList, NDList> model = CompiledGolden.open(FOLDERS.get(Precision.AUTO))) {
            PevlInput in = match(picture(0), new long[] {1, 0}, 0);
            assertThatThrownBy(() -> ask(model.getBlock(), in))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("ids has the shape");
            NDArray small = golden.tensor("image").get(":, :, 1:");
            assertThatThrownBy(() -> ask(model.getBlock(), match(small, new long[] {1, 0}, 0)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("images has the shape");
            NDArray seen =
                    model.getBlock().forward(golden.store, new NDList(picture(0)), false).head();
            NDArray wide = seen.concat(seen.get("..., :1"), -1);
            assertThatThrownBy(
                            () -> model.getBlock().forward(golden.store, new NDList(wide), false))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("images has the shape " + wide.getShape());
            NDList good = golden.expressions().toList();
            assertThatThrownBy(() -> model.getBlock().forward(golden.store, good, true))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageContaining("cannot be trained");
        }
    }
}
