package org.sourcefree.report.suite;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.sourcefree.InvalidInputException;
import org.sourcefree.data.ClassLegend;
import org.sourcefree.image.ImageFiles;
import org.sourcefree.image.LabelMap;
import org.sourcefree.image.LegendKey;
import org.sourcefree.image.PictureSheet;
import org.sourcefree.image.RgbImage;
import org.sourcefree.report.Format;
import org.sourcefree.suite.SuiteOutcome.Panel;
import org.sourcefree.suite.SuiteOutcome.Run;

/** Figure 4: evaluation images, their truth and every row's prediction. */
record PanelFigure(Measured measured) implements Section {
  private static final int ROWS_PER_PICTURE = 4;
  private static final int WIDEST = 256;

  /** A picture's column: its heading and the tile of each image. */
  private record Column(String heading, List<Optional<RgbImage>> tiles) {}

  @Override
  public void write(Page page) {
    List<MeasuredRow> rows =
        measured.finishedRows().stream().filter(row -> !panels(row).isEmpty()).toList();
    if (rows.isEmpty()) {
      page.block("No run has left pictures.");
      return;
    }
    page.block(
        "Evaluation images of each row's first finished seed, in the dataset's colours; pixels"
            + " without a label are black. Image and truth are repeated in every picture.");
    List<String> problems = new ArrayList<>();
    List<Panel> shown = panels(rows.get(0));
    List<Column> first =
        List.of(
            column("image", shown, panel -> ImageFiles.readRgb(panel.image()), problems),
            column("truth", shown, panel -> colours(panel.truth()), problems));
    for (int from = 0; from < rows.size(); from += ROWS_PER_PICTURE) {
      List<MeasuredRow> part = rows.subList(from, Math.min(rows.size(), from + ROWS_PER_PICTURE));
      List<Column> columns =
          Stream.concat(first.stream(), part.stream().map(row -> predictions(row, problems)))
              .toList();
      String titles = Format.listed(part.stream().map(MeasuredRow::title).toList());
      page.picture(
          "panels_" + (from / ROWS_PER_PICTURE + 1),
          "Image, truth and predictions of " + titles,
          () -> sheet(shown, columns, legend(shown, part)).draw());
    }
    page.bullets(problems);
  }

  private PictureSheet sheet(List<Panel> panels, List<Column> columns, List<LegendKey> legend) {
    List<PictureSheet.Row> rows = new ArrayList<>();
    for (int image = 0; image < panels.size(); image++) {
      int index = image;
      rows.add(
          new PictureSheet.Row(
              panels.get(image).name(),
              columns.stream()
                  .map(column -> column.tiles().stream().skip(index).findFirst())
                  .map(tile -> tile.flatMap(Function.identity()))
                  .toList()));
    }
    return new PictureSheet(columns.stream().map(Column::heading).toList(), rows, legend, WIDEST);
  }

  /** Of the classes that occur; a file that cannot be read is named where it is shown. */
  private List<LegendKey> legend(List<Panel> panels, List<MeasuredRow> rows) {
    Stream<Path> files =
        Stream.concat(
            panels.stream().map(Panel::truth),
            rows.stream().flatMap(row -> panels(row).stream()).map(Panel::prediction));
    List<LabelMap> labels = files.flatMap(file -> readable(file).stream()).toList();
    return ClassLegend.of(measured.outcome().classes(), labels);
  }

  private static Optional<LabelMap> readable(Path file) {
    try {
      return Optional.of(ImageFiles.readIds(file));
    } catch (InvalidInputException e) {
      return Optional.empty();
    }
  }

  private Column predictions(MeasuredRow row, List<String> problems) {
    return column(row.title(), panels(row), panel -> colours(panel.prediction()), problems);
  }

  private static Column column(
      String heading,
      List<Panel> panels,
      Function<Panel, RgbImage> picture,
      List<String> problems) {
    List<Optional<RgbImage>> tiles = new ArrayList<>();
    for (Panel panel : panels) {
      try {
        tiles.add(Optional.of(picture.apply(panel)));
      } catch (InvalidInputException e) {
        problems.add(
            Markdown.escape("%s, %s: %s".formatted(heading, panel.name(), e.getMessage())));
        tiles.add(Optional.empty());
      }
    }
    return new Column(heading, tiles);
  }

  private RgbImage colours(Path labels) {
    return ImageFiles.readIds(labels).coloured(measured.outcome().classes().palette());
  }

  private static List<Panel> panels(MeasuredRow row) {
    return row.first().map(Run::panels).orElse(List.of());
  }
}
