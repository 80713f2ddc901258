package io.github.pevl.cli.draw;

import java.awt.Dimension;
import java.awt.Graphics2D;
import java.io.IOException;
import java.io.StringWriter;
import java.util.function.Consumer;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGraphics2D;
import org.w3c.dom.Document;

/** Drawings as SVG. */
public final class Svg {

    private Svg() {}

    /**
     * Returns the text of an SVG file.
     *
     * @param drawing draws on the given graphics
     */
    public static String of(int width, int height, Consumer<Graphics2D> drawing)
            throws IOException {
        SVGGraphics2D g = new SVGGraphics2D(empty());
        g.setSVGCanvasSize(new Dimension(width, height));
        drawing.accept(g);
        StringWriter out = new StringWriter();
        g.stream(out, false);
        g.dispose();
        return out.toString();
    }

    private static Document empty() {
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .getDOMImplementation()
                    .createDocument("http://www.w3.org/2000/svg", "svg", null);
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("Every Java runtime can make an XML document", e);
        }
    }
}
