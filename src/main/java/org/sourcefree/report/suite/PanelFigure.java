package org.sourcefree.report.suite;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.sourcefree.InvalidInputException;
import org.sourcefree.image.ImageFiles;
import org.sourcefree.image.Resize;
import org.sourcefree.image.RgbImage;
import org.sourcefree.report.Format;
import org.sourcefree.report.plot.PanelSheet;
import org.sourcefree.suite.SuiteOutcome.Panel;
import org.sourcefree.suite.SuiteOutcome.Run;

/** Figure 4: evaluation images, their truth and every row's prediction. */
record PanelFigure(Measured measured) implements Section {
  private static final int ROWS_PER_PICTURE = 4;

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
            column("image", shown, panel -> photo(panel.image()), problems),
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
          () -> sheet(columns).draw());
    }
    page.bullets(problems);
  }

  private PanelSheet sheet(List<Column> columns) {
    int images = columns.stream().mapToInt(column -> column.tiles().size()).max().orElse(0);
    List<List<Optional<RgbImage>>> rows = new ArrayList<>();
    for (int image = 0; image < images; image++) {
      int index = image;
      rows.add(
          columns.stream()
              .map(
                  column ->
                      column.tiles().stream().skip(index).findFirst().flatMap(Function.identity()))
              .toList());
    }
    return new PanelSheet(
        columns.stream().map(Column::heading).toList(), rows, measured.outcome().classes());
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

  private static RgbImage photo(Path file) {
    RgbImage image = ImageFiles.readRgb(file);
    int height = Math.max(1, PanelSheet.TILE * image.height() / image.width());
    return Resize.bicubic(image, PanelSheet.TILE, height);
  }

  private RgbImage colours(Path labels) {
    return ImageFiles.readIds(labels).coloured(measured.outcome().classes().palette());
  }

  private static List<Panel> panels(MeasuredRow row) {
    return row.first().map(Run::panels).orElse(List.of());
  }
}
