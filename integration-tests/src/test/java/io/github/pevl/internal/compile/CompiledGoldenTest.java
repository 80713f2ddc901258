package io.github.pevl.internal.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Block;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.util.Utils;
import io.github.pevl.internal.network.PevlInput;
import io.github.pevl.it.GoldenFolder;
import io.github.pevl.it.GoldenModel;
import io.github.pevl.it.GoldenQuestions;
import io.github.pevl.model.Precision;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Recorded models, compiled in every way, answer as the network that is not. */
class CompiledGoldenTest {

    private static final float TOLERANCE = 1e-4f;

    /** Of the deviation of the scores among each other. */
    private static final double ROUNDED = 0.05;

    @TempDir static Path temp;

    private static final Map<GoldenFolder, GoldenModel> MODELS = new HashMap<>();

    private static GoldenModel golden;
    private static GoldenQuestions questions;

    @BeforeAll
    static void compile() throws Exception {
        for (GoldenFolder folder : GoldenFolder.models()) {
            MODELS.put(folder, GoldenModel.open(folder));
            for (Precision precision : Precision.values()) {
                CompiledGolden.compile(folder, temp.resolve(folder.toString()), precision);
            }
        }
        golden = MODELS.get(GoldenFolder.GIVEN);
        questions = new GoldenQuestions(golden);
    }

    @AfterAll
    static void close() {
        MODELS.values().forEach(GoldenModel::close);
    }

    private static Path compiled(GoldenFolder folder, Precision precision) {
        return temp.resolve(folder.toString()).resolve(precision.name());
    }

    private static ZooModel<NDList, NDList> open(Precision precision) throws Exception {
        return CompiledGolden.open(compiled(GoldenFolder.GIVEN, precision));
    }

    static Stream<Arguments> rounded() {
        return GoldenFolder.models().stream()
                .flatMap(f -> Stream.of(Precision.values()).map(p -> Arguments.of(f, p)));
    }

    @ParameterizedTest
    @MethodSource("io.github.pevl.it.GoldenFolder#models")
    void exactlyCompiledItAnswersAsTheNetwork(GoldenFolder folder) throws Exception {
        try (ZooModel<NDList, NDList> model =
                CompiledGolden.open(compiled(folder, Precision.FP32))) {
            assertAnswers(MODELS.get(folder), model);
        }
    }

    @Test
    void djlOpensItByPathAlone() throws Exception {
        String before = System.getProperty("DJL_CACHE_DIR");
        System.setProperty("ENGINE_CACHE_DIR", Utils.getEngineCacheDir().toString());
        System.setProperty("DJL_CACHE_DIR", temp.resolve("cache").toString());
        try (ZooModel<NDList, NDList> model =
                CompiledGolden.criteria()
                        .optModelPath(compiled(GoldenFolder.GIVEN, Precision.FP32))
                        .build()
                        .loadModel()) {
            assertAnswers(golden, model);
        } finally {
            System.clearProperty("ENGINE_CACHE_DIR");
            System.clearProperty("DJL_CACHE_DIR");
            if (before != null) {
                System.setProperty("DJL_CACHE_DIR", before);
            }
        }
    }

    private static void assertAnswers(GoldenModel golden, ZooModel<NDList, NDList> model) {
        new GoldenQuestions(golden)
                .all()
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
    @MethodSource("rounded")
    void roundedItAnswersAlmostAsTheNetwork(GoldenFolder folder, Precision precision)
            throws Exception {
        GoldenModel exact = MODELS.get(folder);
        try (ZooModel<NDList, NDList> model = CompiledGolden.open(compiled(folder, precision))) {
            new GoldenQuestions(exact)
                    .all()
                    .forEach((name, asked) -> assertRounded(name, exact, model.getBlock(), asked));
        }
    }

    private static void assertRounded(
            String name, GoldenModel exact, Block network, PevlInput question) {
        NDArray expected = ask(exact.block, question).get(0);
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
        try (ZooModel<NDList, NDList> model = open(Precision.FP32)) {
            NDList named = new NDList();
            golden.expressions().toList().forEach(array -> named.add(array.duplicate()));
            named.get(0).setName("image.pixels");
            named.get(2).setName("module_method:probe");
            NDList actual = model.getBlock().forward(golden.store, named, false);
            assertThat(distance(actual, ask(golden.block, golden.expressions())))
                    .isLessThan(TOLERANCE);
            assertThat(named.get(0).getName()).isEqualTo("image.pixels");
        }
    }

    /** DJL ends the process over some calls on bfloat16, in which the network computes. */
    @ParameterizedTest
    @EnumSource
    void nothingThatComesOutEndsTheProcess(Precision precision) throws Exception {
        try (ZooModel<NDList, NDList> model = open(precision)) {
            NDList out = new NDList();
            questions
                    .all()
                    .values()
                    .forEach(question -> out.addAll(ask(model.getBlock(), question)));
            NDList image = new NDList(questions.image(0));
            out.addAll(model.getBlock().forward(golden.store, image, false));
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
        try (ZooModel<NDList, NDList> model = open(Precision.BF16)) {
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
        try (ZooModel<NDList, NDList> model = open(Precision.AUTO)) {
            PevlInput in = questions.match(questions.image(0), new long[] {1, 0}, 0);
            assertThatThrownBy(() -> ask(model.getBlock(), in))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("ids has the shape");
            NDArray small = golden.tensor("image").get(":, :, 1:");
            assertThatThrownBy(
                            () ->
                                    ask(
                                            model.getBlock(),
                                            questions.match(small, new long[] {1, 0}, 0)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("images has the shape");
            NDArray seen =
                    model.getBlock()
                            .forward(golden.store, new NDList(questions.image(0)), false)
                            .head();
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
