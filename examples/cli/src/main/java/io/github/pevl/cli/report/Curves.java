package io.github.pevl.cli.report;

import io.github.pevl.cli.draw.Palette;
import io.github.pevl.cli.draw.Svg;
import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** A chart of curves over the steps of a run, for a page. */
final class Curves {

    private static final int WIDTH = 900;
    private static final int HEIGHT = 340;
    private static final int MARKER = 8;
    private static final Color GRID = new Color(0xE4E4E4);
    private static final Color TEXT = new Color(0x333333);

    private final XYChart chart;
    private final List<String> names = new ArrayList<>();

    /** Begins a chart; its lower axis counts steps. */
    Curves(String unit) {
        chart =
                new XYChartBuilder()
                        .width(WIDTH)
                        .height(HEIGHT)
                        .xAxisTitle("step")
                        .yAxisTitle(unit)
                        .build();
        XYStyler style = chart.getStyler();
        style.setChartBackgroundColor(Color.WHITE);
        style.setChartFontColor(TEXT);
        style.setChartTitleVisible(false);
        style.setPlotBorderVisible(false);
        style.setPlotGridLinesColor(GRID);
        style.setSeriesColors(Palette.series());
        style.setMarkerSize(MARKER);
        style.setLegendPosition(LegendPosition.OutsideE);
        style.setLegendLayout(LegendLayout.Vertical);
        style.setLegendBorderColor(Color.WHITE);
        style.setAxisTitleFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
        style.setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
        style.setLegendFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
    }

    /** Shows a range in powers of ten; all values must be above 0. */
    void logarithmic() {
        chart.getStyler().setYAxisLogarithmic(true);
    }

    /** Writes the values with powers of ten, as small ones need. */
    void scientific() {
        chart.getStyler().setYAxisDecimalPattern("0.##E0");
    }

    /** Adds a curve. */
    void add(String name, Points points) {
        draw(name, points, SeriesMarkers.NONE);
    }

    /** Adds a curve of few points, each of which is marked. */
    void addMarked(String name, Points points) {
        draw(name, points, SeriesMarkers.CIRCLE);
    }

    /** Marks one point. */
    void mark(String name, double step, double value) {
        XYSeries series =
                draw(name, new Points(List.of(step), List.of(value)), SeriesMarkers.DIAMOND);
        series.setMarkerColor(Color.RED);
        series.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
    }

    private XYSeries draw(String name, Points points, Marker marker) {
        XYSeries series = chart.addSeries(name, points.steps(), points.values());
        series.setMarker(marker);
        series.setLineWidth(1.6f);
        names.add(name);
        return series;
    }

    /** The names of the curves. */
    List<String> names() {
        return List.copyOf(names);
    }

    /**
     * The drawing, an {@code svg} element.
     *
     * @param id begins the names in it, which are one set in a whole page
     */
    String svg(String id) throws IOException {
        String file = Svg.of(WIDTH, HEIGHT, g -> chart.paint(g, WIDTH, HEIGHT));
        String label = String.join(", ", names);
        return file.substring(file.indexOf("<svg"))
                .replaceAll("(\\.\\d{2})\\d+", "$1") // finer than can be seen
                .replaceAll("\n\\s*", "\n")
                .replaceAll(" xmlns(:\\w+)?=\"[^\"]*\"", "") // HTML knows what svg is
                .replaceAll(" id=\"(\\w+)\"", " id=\"" + id + "$1\"")
                .replaceAll("url\\(#(\\w+)\\)", "url(#" + id + "$1)")
                .replaceFirst(
                        "<svg", "<svg role=\"img\" aria-label=\"" + Html.escaped(label) + '"');
    }
}
