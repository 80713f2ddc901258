package io.github.pevl.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.util.JsonUtils;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.pevl.cli.Fixtures;
import io.github.pevl.cli.Run;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GroundCommandTest extends ImageCommandCase {

    private static final String NUMBER = "-?[0-9]+[.][0-9]";
    private static final String BOX =
            ": x %1$s y %1$s width %1$s height %1$s, probability [01][.][0-9]{3}".formatted(NUMBER);

    GroundCommandTest() {
        super("ground", "--text", "the star");
    }

    private Run ground(Path image, String text, Object... more) {
        Object[] args = {
            "ground", "--image", image, "--text", text, "--out", temp.resolve("found.png")
        };
        Object[] all = Arrays.copyOf(args, args.length + more.length);
        System.arraycopy(more, 0, all, args.length, more.length);
        return Run.of(all);
    }

    @Test
    void aLineForEachText() {
        Run run = run("-t", "the red square");
        assertThat(run.succeeds().out().lines())
                .hasSize(2)
                .allMatch(line -> line.matches("the (star|red square)" + BOX));
        assertThat(run.out()).startsWith("the star: ");
    }

    @Test
    void alternativesFollowTheirAnswer() {
        List<String> lines = run("--alternatives", "4").succeeds().out().lines().toList();
        assertThat(lines).hasSizeBetween(2, 4);
        assertThat(lines.get(0)).matches("the star" + BOX);
        assertThat(lines.subList(1, lines.size())).allMatch(line -> line.matches("  or" + BOX));
    }

    @Test
    void jsonHasPixelsFractionsAndAlternatives() {
        JsonArray groundings =
                json(run("--json", "--alternatives", 3)).getAsJsonArray("groundings");
        assertThat(groundings).hasSize(1);
        JsonObject grounding = groundings.get(0).getAsJsonObject();
        assertThat(grounding.get("expression").getAsString()).isEqualTo("the star");
        assertThat(grounding.get("tokensCut").getAsInt()).isZero();
        assertThat(grounding.getAsJsonArray("alternatives")).isNotEmpty();
        JsonObject box = grounding.getAsJsonObject("box");
        double pixels = box.getAsJsonObject("pixels").get("x").getAsDouble();
        double part = box.getAsJsonObject("fractions").get("x").getAsDouble();
        assertThat(pixels).isEqualTo(part * 384);
        assertThat(box.get("probability").getAsDouble()).isBetween(0.0, 1.0);
    }

    @Test
    void theImageIsWrittenEnlarged() throws IOException {
        assertThat(drawn().getWidth()).isEqualTo(480);
        assertThat(Fixtures.files(temp)).containsExactly(temp, temp.resolve("found.png"));
    }

    @Test
    void theZoosModelIsTheDefault() {
        Run run = Run.of("ground", "--image", scene, "--text", "the dog", "--text", "the cat");
        List<String> lines = run.succeeds().out().lines().toList();
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0)).matches("the dog" + BOX);
        assertThat(lines.get(1)).startsWith("the cat: not found, presence 0.");
    }

    @Test
    void aModelMayBeNamedByItsUrl() {
        String url = "pevl://" + model.toUri().getRawPath();
        Run byFolder = Run.of("ground", "-i", scene, "-t", "the star", "-m", model);
        Run byUrl = Run.of("ground", "-i", scene, "-t", "the star", "-m", url);
        assertThat(byUrl.succeeds().out()).isEqualTo(byFolder.succeeds().out());
    }

    @Test
    void aTextThatIsTooLongIsCutAndThatIsSaid() {
        mayWrite = true;
        Run run = ground(scene, "the star left of ".repeat(20), "--model", model);
        assertThat(run.code()).isZero();
        assertThat(run.out()).startsWith("the star left of the star");
        assertThat(run.err().lines()).hasSize(1);
        // 80 words, [CLS] and a box of six where the model reads 64 tokens.
        assertThat(run.err()).contains("the star left of", "23 word pieces", "Shorten it");
    }

    @Test
    void wordsThatTheModelDoesNotKnowAreReported() {
        Run run =
                Run.of("ground", "-m", model, "-i", scene, "-t", "The red, red circel!", "--json");
        assertThat(run.code()).isZero();
        assertThat(run.err()).contains("does not know \"circel\"");
        JsonObject answer = JsonUtils.GSON.fromJson(run.out(), JsonObject.class);
        assertThat(answer.getAsJsonArray("unknownWords").toString()).isEqualTo("[\"circel\"]");
    }

    @Test
    void aTextMayBeginWithAnAtSign() throws IOException {
        Files.writeString(temp.resolve("home"), "the large red square");
        mayWrite = true;
        Run run = Run.of("ground", "-m", model, "-i", scene, "-t", "@" + temp.resolve("home"));
        assertThat(run.code()).isZero();
        assertThat(run.out()).startsWith("@" + temp.resolve("home") + ": x ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"LONG.png", "scene.png/x.png", "none/x.png", "/proc/x.png"})
    void aPlaceThatCannotBeWrittenIsRefusedBeforeTheModelIsAsked(String name) {
        Path out = temp.resolve(name.replace("LONG", "x".repeat(300)));
        Run.of("ground", "-m", "nobody", "-i", scene, "-t", "the star", "-o", out)
                .refuses("--out " + out);
    }

    @Test
    void theSplitOfTheTimeIsPrintedOnDemand() {
        assertThat(run("--timing").err()).contains("engine", "model", "prediction", "total");
    }

    @Test
    void aMissingImageIsNamed() {
        Path missing = temp.resolve("missing.png");
        ground(missing, "the star").refuses("pevl ground: ", missing, "Check the path");
    }

    @Test
    void aFolderIsNoImage() {
        ground(temp, "the star").refuses(temp, "Check the path");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "not an image\nat all"})
    void aFileThatIsNoImageIsNamed(String content) throws IOException {
        Path file = Files.writeString(temp.resolve("text.png"), content);
        ground(file, "the star").refuses(file, "cannot be read as an image", "convert it");
    }

    @Test
    void anImageThatWasCutOffIsNamed() throws IOException {
        byte[] bytes = Files.readAllBytes(scene);
        Path file = temp.resolve("cut.png");
        Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
        ground(file, "the star").refuses(file, "cannot be read as an image");
    }

    @ParameterizedTest
    @CsvSource({"1,1,too small", "20000,10,too small", "15,40,too small", "16,330,too long"})
    void anImageOfAnImpossibleSizeIsRefused(int width, int height, String problem)
            throws IOException {
        Path file = Fixtures.blank(temp.resolve("odd.png"), width, height);
        ground(file, "the star").refuses(file, width + " x " + height + " pixels", problem);
    }

    /** A small file may claim to be huge; it is not decoded to find out. */
    @Test
    void anImageOfTooManyPixelsIsRefusedUnread() throws IOException {
        byte[] bytes = Files.readAllBytes(scene);
        ByteBuffer.wrap(bytes).putInt(16, 20_000).putInt(20, 20_000); // in PNG's first chunk
        Path file = Files.write(temp.resolve("huge.png"), bytes);
        ground(file, "the star").refuses(file, "20000 x 20000 pixels, more than 100 million");
    }

    /** The image as a camera may have stored it; turned upright it is the scene. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void anImageIsTurnedUprightOnRequest(int orientation) throws IOException {
        mayWrite = true;
        Path stored = Fixtures.stored(temp.resolve("stored.png"), scene, orientation);
        Run plain = ground(scene, "the star", "--model", model, "--json");
        byte[] drawn = Files.readAllBytes(temp.resolve("found.png"));
        Run turned = ground(stored, "the star", "--model", model, "--json", "--upright");
        assertThat(turned.succeeds().out())
                .isEqualTo(plain.succeeds().out().replace("" + scene, "" + stored));
        assertThat(turned.err()).isEmpty();
        assertThat(temp.resolve("found.png")).hasBinaryContent(drawn);
    }

    @Test
    void anImageThatViewersTurnIsReadAsStoredAndThatIsSaid() throws IOException {
        mayWrite = true;
        Path stored = Fixtures.stored(temp.resolve("stored.png"), scene, 6);
        Run run = ground(stored, "the star", "--model", model, "--json");
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("\"orientation\": 6,");
        assertThat(run.err().lines()).hasSize(1);
        assertThat(run.err()).contains("stored.png", "EXIF orientation 6", "--upright");
        Run upright = ground(scene, "the star", "--model", model, "--json");
        assertThat(json(upright).get("orientation").getAsInt()).isEqualTo(1);
        assertThat(upright.err()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"16,16", "16,320", "320,16"})
    void anImageMayBeSmallOrLong(int width, int height) throws IOException {
        mayWrite = true;
        Path file = Fixtures.blank(temp.resolve("odd.png"), width, height);
        ground(file, "the star", "--model", model).succeeds();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "?!"})
    void aTextWithoutWordsIsRefused(String text) {
        ground(scene, text, "--model", model).refuses("--text", "has no words", "Say what");
    }

    @Test
    void aModelFolderWithoutWeightsIsNamed() throws IOException {
        Path folder = Fixtures.model(temp.resolve("model"));
        Files.delete(folder.resolve("model.safetensors"));
        ground(scene, "the star", "--model", folder)
                .refuses(folder, "it has no model.safetensors", "copy the missing");
    }

    @Test
    void weightsThatAreDamagedAreNamed() throws IOException {
        Path folder = Fixtures.model(temp.resolve("model"));
        Files.writeString(folder.resolve("model.safetensors"), "damaged");
        ground(scene, "the star", "--model", folder).refuses(folder);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pevl-szenes", "no/such/folder", "pevl://pevl-szenes", ""})
    void anUnknownModelIsNamedAndTheNamesAreListed(String name) {
        ground(scene, "the star", "--model", name).refuses(name, "pevl-scenes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nosuch://model", "pevl:///no/such/folder"})
    void anUnknownUrlIsNamed(String url) {
        ground(scene, "the star", "--model", url).refuses(url.substring(url.indexOf("//") + 2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "21", "-1", "many"})
    void theNumberOfAlternativesIsChecked(String number) {
        ground(scene, "the star", "--alternatives", number).refuses("--alternatives", number);
    }

    @Test
    void whatIsWrittenIsCheckedBeforehand() {
        Path out = temp.resolve("no/such/found.png");
        Run.of("ground", "-i", scene, "-t", "x", "-o", out).refuses("--out", out);
    }

    @Test
    void missingOptionsAreNamed() {
        Run.of("ground").refuses("--image", "--text", "See 'pevl ground --help'.");
    }
}
