package io.github.pevl.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.inference.Predictor;
import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import io.github.pevl.internal.checkpoint.Checkpoint;
import io.github.pevl.internal.checkpoint.SafetensorsWriter;
import io.github.pevl.internal.checkpoint.TensorData;
import io.github.pevl.internal.model.AddedParameters;
import io.github.pevl.internal.weights.Adapter;
import io.github.pevl.model.Precision;
import io.github.pevl.recipe.Recipe;
import io.github.pevl.recipe.RecipeDraft;
import io.github.pevl.recipe.Tuning;
import io.github.pevl.request.GroundedBox;
import io.github.pevl.request.GroundingRequest;
import io.github.pevl.request.GroundingResult;
import io.github.pevl.scenes.SceneModel;
import io.github.pevl.zoo.ModelCompiler;
import io.github.pevl.zoo.ModelFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Low-rank adapters and soft prompts: trained alone, kept in a file, used with their model. */
@ParameterizedClass
@EnumSource(names = {"LORA", "PROMPT"})
class AdapterTest {

    private static final float EPSILON = 1e-6f;

    private static Path folder;
    private static Tuning tuning;
    private static Path data;
    private static Path base;
    private static Path other;
    private static Path run;

    @Parameter Tuning given;

    @BeforeParameterizedClassInvocation
    static void train(Tuning given, @TempDir Path temp) throws Exception {
        tuning = given;
        folder = Files.createTempDirectory(temp, given.name());
        data = Runs.data(folder.resolve("scenes"));
        base = model("base", 1);
        other = model("other", 2);
        run = folder.resolve("run");
        train(tuned().recipe(), run, new Runs.Silent());
    }

    private static Path model(String name, long seed) throws IOException {
        Recipe recipe = Runs.small("scenes").with("seed", Long.toString(seed)).recipe();
        Path out = folder.resolve(name);
        try (PevlTrainer trainer = Runs.fresh(recipe);
                TrainingSession session = trainer.session(Runs.read(recipe, data))) {
            session.save(out);
        }
        return out;
    }

    private static RecipeDraft tuned() {
        return Runs.small("scenes")
                .with("tuning", tuning.name())
                .with("rank", "3")
                .with("promptTokens", "5")
                .with("learningRate.peak", "0.1") // a few steps must be seen in the answers
                .with("learningRate.warmUp", "0.1")
                .with("saveEvery", "2");
    }

    private static void train(Recipe recipe, Path out, TrainingProgress progress) throws Exception {
        try (PevlTrainer trainer = PevlTrainer.from(base, recipe)) {
            trainer.train(Runs.read(recipe, data), out, progress);
        }
    }

    private static Path adapter() {
        return run.resolve("best").resolve(Adapter.FILE);
    }

    @Test
    void allElseStaysAsItIs() throws IOException {
        int adapters = 0;
        try (Checkpoint before = ModelFolder.weights(base);
                Checkpoint after = ModelFolder.weights(run.resolve("last"))) {
            for (String name : before.names()) {
                assertThat(after.floats(name)).as(name).isEqualTo(before.floats(name));
            }
            for (String name : after.names()) {
                if (!before.contains(name)) {
                    assertThat(AddedParameters.isOwn(name)).as(name).isFalse();
                    assertThat(after.floats(name))
                            .as(name)
                            .isNotEqualTo(new float[after.floats(name).length]);
                    adapters++;
                }
            }
        }
        assertThat(adapters).isPositive();
    }

    @Test
    void fewParametersAreTrained() throws IOException {
        Recipe recipe =
                RecipeDraft.named("scenes")
                        .with("tuning", tuning.name())
                        .with("rank", "2")
                        .recipe();
        try (PevlTrainer trainer = PevlTrainer.from(base, recipe)) {
            double share = (double) trainer.trainedParameters() / trainer.parameters();
            assertThat(share).isBetween(0.001, 0.02);
        }
    }

    /** Boxes and probabilities of one request, from a folder and perhaps an adapter. */
    private static float[] answer(Path model, Path adapter, String precision) throws Exception {
        Criteria.Builder<GroundingRequest, GroundingResult> criteria =
                Criteria.builder()
                        .setTypes(GroundingRequest.class, GroundingResult.class)
                        .optModelUrls("pevl://" + model.toUri().getRawPath());
        if (adapter != null) {
            criteria.optArgument("adapter", adapter.toString());
        }
        if (precision != null) {
            criteria.optArgument("precision", precision);
        }
        Image image = ImageFactory.getInstance().fromPixels(new int[40 * 30], 40, 30);
        try (ZooModel<GroundingRequest, GroundingResult> opened = criteria.build().loadModel();
                Predictor<GroundingRequest, GroundingResult> predictor = opened.newPredictor()) {
            GroundedBox box =
                    predictor
                            .predict(new GroundingRequest(image, "the star"))
                            .groundings()
                            .get(0)
                            .best();
            return new float[] {(float) box.probability()};
        }
    }

    @Test
    void aSmallFileBesideTheBaseIsTheTrainedModel() throws Exception {
        Path best = run.resolve("best");
        assertThat(Files.size(adapter()))
                .isLessThan(Files.size(base.resolve("model.safetensors")) / 20);
        float[] expected = answer(best, null, "exact");
        assertThat(answer(base, adapter(), "exact")).containsExactly(expected, within(EPSILON));
        assertThat(answer(base, adapter(), null)).containsExactly(expected, within(1e-4f));
        float without = answer(base, null, "exact")[0];
        assertThat(Math.abs(without - expected[0])).isGreaterThan(10 * EPSILON);
        Path beside = Files.copy(adapter(), base.resolve("tuned.safetensors"));
        assertThat(answer(base, beside.getFileName(), "exact"))
                .containsExactly(expected, within(EPSILON));
        Files.delete(beside);
    }

    @Test
    void adaptersAreCompiledAndSoftPromptsAreNot() throws Exception {
        Path best = run.resolve("best");
        Path compiled = folder.resolve("compiled");
        if (tuning == Tuning.LORA) {
            ModelCompiler.compile(base, adapter(), compiled, Precision.FP32);
            float[] expected = answer(best, null, "exact");
            assertThat(answer(compiled, null, null)).containsExactly(expected, within(1e-4f));
            assertThatThrownBy(() -> answer(compiled, adapter(), null))
                    .hasStackTraceContaining("is compiled, and takes no adapter");
            return;
        }
        assertThatThrownBy(() -> ModelCompiler.compile(base, adapter(), compiled, Precision.FP32))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is a soft prompt, which cannot be added to weights");
        assertThatThrownBy(() -> ModelCompiler.compile(best, compiled, Precision.FP32))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("holds a soft prompt of 5 tokens");
        assertThat(compiled).doesNotExist();
        for (Path model : List.of(base, best)) {
            assertThatThrownBy(() -> answer(model, model == base ? adapter() : null, "int8"))
                    .hasStackTraceContaining("precision is int8, but the model has a soft prompt");
        }
        Recipe full = Runs.small("scenes").recipe();
        assertThatThrownBy(() -> PevlTrainer.from(best, full).close())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("holds a soft prompt of 5 tokens");
    }

    /** As it is trained, and as it is used: adapters are added to the weights then. */
    @Test
    void theBestModelScoresAsTheTrainedOne() throws Exception {
        Recipe recipe = tuned().recipe();
        Recipe used = tuning == Tuning.LORA ? Runs.small("scenes").recipe() : recipe;
        try (PevlTrainer trained = PevlTrainer.from(run.resolve("last"), recipe);
                PevlTrainer merged = PevlTrainer.from(run.resolve("best"), used)) {
            TrainingData read = Runs.read(recipe, data);
            assertThat(trained.evaluate(read).value()).isEqualTo(merged.evaluate(read).value());
        }
    }

    @Test
    void anInterruptedRunIsTheSameAsOneThatWasNot() throws Exception {
        Path again = folder.resolve("again");
        TrainingProgress stumble =
                new Runs.Silent() {
                    @Override
                    public void step(long step, long steps, double loss) {
                        if (step == 5) {
                            throw new UnsupportedOperationException("stumbled");
                        }
                    }
                };
        assertThatThrownBy(() -> train(tuned().recipe(), again, stumble)).hasMessage("stumbled");
        TrainingData read = PevlTrainer.dataOf(again);
        try (PevlTrainer trainer = PevlTrainer.resume(again)) {
            trainer.train(read, again, new Runs.Silent());
        }
        assertThat(Runs.log(again, "step")).isEqualTo(Runs.log(run, "step"));
        assertThat(again.resolve("best").resolve(Adapter.FILE)).hasSameBinaryContentAs(adapter());
    }

    @Test
    void whatIsNoAdapterOfTheModelIsRefused() throws Exception {
        assertThatThrownBy(() -> answer(other, adapter(), "exact"))
                .hasStackTraceContaining(
                        "was trained beside a model whose weights have the checksum");
        assertThatThrownBy(() -> answer(base, base.resolve("model.safetensors"), "exact"))
                .hasStackTraceContaining("is no adapter");
        assertThatThrownBy(() -> answer(base, Path.of("gone.safetensors"), "exact"))
                .hasStackTraceContaining("gone.safetensors");
        Path cut = folder.resolve("cut.safetensors");
        try (Checkpoint whole = Checkpoint.open(adapter())) {
            List<TensorData> some = new ArrayList<>();
            whole.names().stream().skip(1).forEach(name -> some.add(TensorData.of(whole, name)));
            SafetensorsWriter.write(cut, some, Map.copyOf(whole.notes()));
        }
        assertThatThrownBy(() -> answer(base, cut, "exact"))
                .hasStackTraceContaining("fits no layer of this model");
    }

    @Test
    void aNewNetworkHasNothingToAdapt() throws IOException {
        Recipe recipe = tuned().recipe();
        assertThatThrownBy(
                        () ->
                                PevlTrainer.fresh(
                                        SceneModel.config(), SceneModel.vocabulary(), recipe))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("tuning is " + tuning)
                .hasMessageContaining("FULL");
    }
}
