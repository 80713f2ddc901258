package io.github.pevl.cli;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import io.github.pevl.cli.draw.AnswerImage;
import io.github.pevl.cli.draw.Drawing;
import io.github.pevl.internal.model.PevlBlock;
import io.github.pevl.model.PevlConfig;
import io.github.pevl.scenes.SceneModel;
import io.github.pevl.text.PevlVocabulary;
import io.github.pevl.translate.Tasks;
import io.github.pevl.zoo.ModelFolder;
import io.github.pevl.zoo.PevlModelZoo;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;

/** Files that commands are tried on. */
public final class Fixtures {

    /** The model that commands ask unless another is named. */
    public static final String DEFAULT = PevlModelZoo.DEFAULT;

    private Fixtures() {}

    /** A model of random values that reads 24 tokens. */
    public static Path model(Path folder) throws IOException {
        return model(folder, SceneModel.vocabulary(), 24);
    }

    /** The same for every task: with a list of predicates and one of answers. */
    public static Path taskModel(Path folder) throws IOException {
        model(folder, SceneModel.vocabulary(), 64);
        Files.write(
                folder.resolve(Tasks.RELATIONS.files().get(0)),
                List.of("left", "right", "above", "below"));
        Files.write(folder.resolve(Tasks.ANSWERS.files().get(0)), List.of("red", "green", "blue"));
        return folder;
    }

    /** The same with the predicates of a data folder. */
    public static Path taskModel(Path folder, Path data) throws IOException {
        String predicates = Tasks.RELATIONS.files().get(0);
        Files.copy(
                data.resolve(predicates),
                taskModel(folder).resolve(predicates),
                StandardCopyOption.REPLACE_EXISTING);
        return folder;
    }

    /** A model of random values that has no word for "no relation". */
    public static Path modelWithoutRelations(Path folder) throws IOException {
        List<String> words =
                SceneModel.vocabulary().words().stream()
                        .filter(word -> !word.equals(PevlVocabulary.NO_RELATION))
                        .toList();
        return model(folder, PevlVocabulary.of(words), 64);
    }

    private static Path model(Path folder, PevlVocabulary words, int tokens) throws IOException {
        PevlConfig sizes =
                new PevlConfig(32, 16, 16, 1, 2, 16, 2, 1, 2, 32, words.size(), tokens, 8, 0);
        try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
            Engine.getEngine("PyTorch").setRandomSeed(1);
            PevlBlock block = new PevlBlock(sizes);
            block.initialize(manager);
            ModelFolder.write(folder, block, words, Map.of());
        }
        return folder;
    }

    /** The image of the README. */
    public static Path scene(Path file) throws IOException {
        try (InputStream in = Pevl.class.getResourceAsStream("scene.png")) {
            Files.copy(in, file);
        }
        return file;
    }

    public static Path blank(Path file, int width, int height) throws IOException {
        ImageIO.write(blank(width, height, Color.GRAY), "png", file.toFile());
        return file;
    }

    public static BufferedImage blank(int width, int height, Color color) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        g.setColor(color);
        g.fillRect(0, 0, width, height);
        g.dispose();
        return image;
    }

    /** Draws, and leaves the image where it can be looked at. */
    public static BufferedImage draw(String name, BufferedImage image, Drawing drawing) {
        BufferedImage drawn = AnswerImage.draw(image, drawing);
        File file = new File("target/drawings", name + ".png");
        file.getParentFile().mkdirs();
        try {
            ImageIO.write(drawn, "png", file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return drawn;
    }

    /** Data of a few scenes of shapes. */
    public static Path data(Path folder, int count) {
        Run.of("scenes", "--count", count, "--seed", 5, "--out", folder).succeeds();
        return folder;
    }

    /** Data of a few scenes of everyday things. */
    public static Path everydayData(Path folder, int count) {
        Run.of("scenes", "--world", "everyday", "--count", count, "--seed", 5, "--out", folder)
                .succeeds();
        return folder;
    }

    public static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.sorted().toList();
        }
    }

    /** A PNG file that is a given one once it is turned as its EXIF orientation says. */
    public static Path stored(Path file, Path upright, int orientation) throws IOException {
        BufferedImage from = ImageIO.read(upright.toFile());
        boolean onItsSide = orientation > 4;
        int width = onItsSide ? from.getHeight() : from.getWidth();
        int height = onItsSide ? from.getWidth() : from.getHeight();
        BufferedImage to = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < from.getHeight(); y++) {
            for (int x = 0; x < from.getWidth(); x++) {
                int column = onItsSide ? y : x;
                int row = onItsSide ? x : y;
                boolean fromRight = List.of(2, 3, 7, 8).contains(orientation);
                boolean fromBottom = List.of(3, 4, 6, 7).contains(orientation);
                to.setRGB(
                        fromRight ? width - 1 - column : column,
                        fromBottom ? height - 1 - row : row,
                        from.getRGB(x, y));
            }
        }
        ImageIO.write(to, "png", file.toFile());
        byte[] png = Files.readAllBytes(file);
        byte[] exif = {'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1, 1, 18, 0, 3, 0, 0, 0, 1, 0, 0, 0, 0};
        exif[19] = (byte) orientation;
        int header = 33; // of PNG with its first chunk
        ByteBuffer out = ByteBuffer.allocate(png.length + exif.length + 12);
        out.put(png, 0, header)
                .putInt(exif.length)
                .put("eXIf".getBytes(StandardCharsets.US_ASCII))
                .put(exif);
        CRC32 sum = new CRC32();
        sum.update(out.array(), header + 4, exif.length + 4);
        out.putInt((int) sum.getValue()).put(png, header, png.length - header);
        return Files.write(file, out.array());
    }
}
