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

    /** Starts a chart whose x axis counts steps. */
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

    /** Makes the y axis logarithmic; all values must be positive. */
    void logarithmic() {
        chart.getStyler().setYAxisLogarithmic(true);
    }

    /** Labels the y axis with powers of ten. */
    void scientific() {
        chart.getStyler().setYAxisDecimalPattern("0.##E0");
    }

    /** Adds a curve. */
    void add(String name, Points points) {
        draw(name, points, SeriesMarkers.NONE);
    }

    /** Adds a curve of few points, with a marker at each. */
    void addMarked(String name, Points points) {
        draw(name, points, SeriesMarkers.CIRCLE);
    }

    /** Adds a single marked point. */
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
     * Returns the chart as an {@code svg} element.
     *
     * @param id prefix of the ids in it, which must be unique in a page
     */
    String svg(String id) throws IOException {
        String file = Svg.of(WIDTH, HEIGHT, g -> chart.paint(g, WIDTH, HEIGHT));
        String label = String.join(", ", names);
        return file.substring(file.indexOf("<svg"))
                .replaceAll("(\\.\\d{2})\\d+", "$1") // two decimals are enough
                .replaceAll("\n\\s*", "\n")
                .replaceAll(" xmlns(:\\w+)?=\"[^\"]*\"", "") // HTML needs no namespaces
                .replaceAll(" id=\"(\\w+)\"", " id=\"" + id + "$1\"")
                .replaceAll("url\\(#(\\w+)\\)", "url(#" + id + "$1)")
                .replaceFirst(
                        "<svg", "<svg role=\"img\" aria-label=\"" + Html.escaped(label) + '"');
    }
}
