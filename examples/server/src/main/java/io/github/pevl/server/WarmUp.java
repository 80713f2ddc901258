package io.github.pevl.server;

import static java.awt.image.BufferedImage.TYPE_INT_RGB;

import ai.djl.modality.Input;
import ai.djl.util.JsonUtils;
import com.google.gson.JsonObject;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import javax.imageio.ImageIO;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks models before anybody else does, so that the first requests wait for no classes and no
 * network's first run: about each task, with images of the usual formats, and with one that is
 * refused for its size.
 */
final class WarmUp {

    private static final Logger LOGGER = LoggerFactory.getLogger(WarmUp.class);

    private static final int SIDE = 16;

    /** Where a PNG file has its size. */
    private static final int PNG_WIDTH = 16;

    private static final int PNG_HEIGHT = 20;

    /** The image that is refused, by its header; the rest is never looked at. */
    private static final int REFUSED_SIDE = 26_000;

    private static final int REFUSED_BYTES = 80_000;

    /** So often that the JVM has compiled what takes long. */
    private static final int REFUSALS = 5;

    private final JsonObject requests =
            JsonUtils.GSON.fromJson(
                    new String(Page.read("warm-up.json"), StandardCharsets.UTF_8),
                    JsonObject.class);

    private final List<byte[]> images = List.of(image("png"), image("jpg"));

    /** Asks models; what they refuse is no error, since limits may be narrow. */
    static void run(Collection<ServedModel> models) {
        WarmUp warmUp = new WarmUp();
        models.forEach(warmUp::ask);
    }

    private void ask(ServedModel model) {
        for (String task : model.tasks()) {
            if (requests.has(task)) {
                images.forEach(image -> ask(model, task, image));
            }
        }
        for (int i = 0; i < REFUSALS; i++) {
            ask(model, model.tasks().get(0), tooLarge());
        }
    }

    private void ask(ServedModel model, String task, byte[] image) {
        JsonObject request =
                requests.has(task) ? requests.getAsJsonObject(task).deepCopy() : new JsonObject();
        request.addProperty("task", task);
        request.addProperty("image", Base64.getEncoder().encodeToString(image));
        Input input = new Input();
        input.add("data", JsonUtils.GSON.toJson(request).getBytes(StandardCharsets.UTF_8));
        try {
            model.queue().submit(() -> model.reader().read(input)).get();
        } catch (ExecutionException | ApiException e) {
            LOGGER.debug("The model {} refuses a first request", model.name(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static byte[] image(String format) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try {
            ImageIO.write(new BufferedImage(SIDE, SIDE, TYPE_INT_RGB), format, file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file.toByteArray();
    }

    private static byte[] tooLarge() {
        byte[] png = Arrays.copyOf(image("png"), REFUSED_BYTES);
        ByteBuffer.wrap(png).putInt(PNG_WIDTH, REFUSED_SIDE).putInt(PNG_HEIGHT, REFUSED_SIDE);
        return png;
    }
}
