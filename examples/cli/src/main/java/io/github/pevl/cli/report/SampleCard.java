package io.github.pevl.cli.report;

import ai.djl.modality.cv.Image;
import io.github.pevl.cli.draw.AnswerImage;
import io.github.pevl.text.Box;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;

/**
 * A sample on a page: an image, what the model was asked about it, and its answers.
 *
 * @param image in its annotated size
 * @param text the question, or a description of it
 * @param outlines boxes in pixels of that size
 * @param lines the answers
 */
public record SampleCard(Image image, String text, List<Outline> outlines, List<Line> lines) {

    /** The origin of a box; the style sheet gives each a colour. */
    enum Kind {
        /** Part of the question. */
        GIVEN("given with the question"),
        /** Annotated. */
        TRUE("annotated"),
        /** Predicted by the model. */
        PREDICTED("predicted");

        private final String meaning;

        Kind(String meaning) {
            this.meaning = meaning;
        }

        /** Its text in the legend. */
        String meaning() {
            return meaning;
        }

        /** Its class in the style sheet. */
        String style() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A box to be drawn.
     *
     * @param label the text in it; may be empty
     */
    record Outline(Kind kind, String label, Box box) {}

    /**
     * An answer.
     *
     * @param right whether it agrees with the annotation
     */
    record Line(String text, boolean right) {}

    private static final int MAX_SIDE = 640;

    /** A larger PNG is replaced by a JPEG. */
    private static final int MAX_BYTES = 200_000;

    /** Height of letters as a fraction of the image's longer side. */
    private static final double LETTERS = 0.06;

    /** Whether it has a box of this kind. */
    boolean has(Kind kind) {
        return outlines.stream().anyMatch(outline -> outline.kind() == kind);
    }

    /** A {@code figure} element that contains the image. */
    String html() throws IOException {
        int width = image.getWidth();
        int height = image.getHeight();
        StringBuilder html = new StringBuilder("<figure class=\"card\">");
        html.append(
                "<svg viewBox=\"0 0 %1$d %2$d\"><image width=\"%1$d\" height=\"%2$d\""
                        .formatted(width, height));
        // The file may have another size than annotated.
        html.append(" href=\"%s\" preserveAspectRatio=\"none\"/>".formatted(dataUrl()));
        double letters = LETTERS * Math.max(width, height);
        // A wider white line below makes boxes visible on any colour.
        outlines.forEach(outline -> html.append(rectangle("halo", outline.box())));
        outlines.forEach(outline -> html.append(svg(outline, letters)));
        html.append("</svg><figcaption><b>%s</b>".formatted(Html.escaped(text)));
        for (Line line : lines) {
            html.append(
                    "<br><span class=\"%s\">%s</span>"
                            .formatted(
                                    line.right() ? "right" : "wrong",
                                    Html.escaped((line.right() ? "✓ " : "✗ ") + line.text())));
        }
        return html.append("</figcaption></figure>\n").toString();
    }

    private static String rectangle(String kind, Box box) {
        return String.format(
                Locale.ROOT,
                "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>",
                kind,
                box.x1(),
                box.y1(),
                Math.max(0, box.width()),
                Math.max(0, box.height()));
    }

    private static String svg(Outline outline, double letters) {
        Box box = outline.box();
        String kind = outline.kind().style();
        String label =
                outline.label().isEmpty()
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\""
                                        + " font-size=\"%.1f\">%s</text>",
                                kind,
                                box.x1() + letters / 4,
                                box.y1() + letters,
                                letters,
                                Html.escaped(outline.label()));
        return rectangle(kind, box) + label;
    }

    /** The image as a data URL. */
    private String dataUrl() throws IOException {
        BufferedImage full = (BufferedImage) image.getWrappedImage();
        double scale = Math.min(1, (double) MAX_SIDE / Math.max(full.getWidth(), full.getHeight()));
        int width = Math.max(1, (int) Math.round(full.getWidth() * scale));
        int height = Math.max(1, (int) Math.round(full.getHeight() * scale));
        BufferedImage small = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = small.createGraphics();
        AnswerImage.smooth(g);
        g.drawImage(full, 0, 0, width, height, null);
        g.dispose();
        byte[] png = encode(small, "png");
        boolean isPhoto = png.length > MAX_BYTES;
        return "data:image/%s;base64,%s"
                .formatted(
                        isPhoto ? "jpeg" : "png",
                        Base64.getEncoder().encodeToString(isPhoto ? encode(small, "jpeg") : png));
    }

    private static byte[] encode(BufferedImage image, String format) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (!ImageIO.write(image, format, out)) {
            throw new IOException("This Java runtime cannot write images as " + format + ".");
        }
        return out.toByteArray();
    }
}
