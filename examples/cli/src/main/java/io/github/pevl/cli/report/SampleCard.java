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
 * An image of a page with what was asked about it and answered.
 *
 * @param image as it was asked about, in its annotated size
 * @param text the question, or what describes it
 * @param outlines boxes in pixels of that size
 * @param lines what was answered
 */
public record SampleCard(Image image, String text, List<Outline> outlines, List<Line> lines) {

    /** Whose box it is; the page's style gives each its colour. */
    enum Kind {
        /** Was part of the question. */
        GIVEN("given with the question"),
        /** As annotated. */
        TRUE("annotated"),
        /** As the model answered. */
        PREDICTED("predicted");

        private final String meaning;

        Kind(String meaning) {
            this.meaning = meaning;
        }

        /** As the page's legend says. */
        String meaning() {
            return meaning;
        }

        /** Its name in the page's style. */
        String style() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A box to be drawn.
     *
     * @param label is written in it; may be empty
     */
    record Outline(Kind kind, String label, Box box) {}

    /**
     * An answer.
     *
     * @param right whether it is as annotated
     */
    record Line(String text, boolean right) {}

    private static final int MOST_SIDE = 640;

    /** A photograph of more bytes is kept with less care. */
    private static final int MOST_BYTES = 200_000;

    /** The share of the image's longer side that letters are high. */
    private static final double LETTERS = 0.06;

    /** Whether a box of the kind is in it. */
    boolean has(Kind kind) {
        return outlines.stream().anyMatch(outline -> outline.kind() == kind);
    }

    /** A figure; the image is part of it. */
    String html() throws IOException {
        int width = image.getWidth();
        int height = image.getHeight();
        StringBuilder html = new StringBuilder("<figure class=\"exhibit\">");
        html.append(
                "<svg viewBox=\"0 0 %1$d %2$d\"><image width=\"%1$d\" height=\"%2$d\""
                        .formatted(width, height));
        // The file may have another size than the boxes are annotated in.
        html.append(" href=\"%s\" preserveAspectRatio=\"none\"/>".formatted(data()));
        double letters = LETTERS * Math.max(width, height);
        // A wider line in white under all, to be seen on any colour.
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

    /** The image as an address that holds it. */
    private String data() throws IOException {
        BufferedImage picture = (BufferedImage) image.getWrappedImage();
        double scale =
                Math.min(1, (double) MOST_SIDE / Math.max(picture.getWidth(), picture.getHeight()));
        int width = Math.max(1, (int) Math.round(picture.getWidth() * scale));
        int height = Math.max(1, (int) Math.round(picture.getHeight() * scale));
        BufferedImage small = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = small.createGraphics();
        AnswerImage.smooth(g);
        g.drawImage(picture, 0, 0, width, height, null);
        g.dispose();
        byte[] png = encode(small, "png");
        boolean isPhoto = png.length > MOST_BYTES;
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
