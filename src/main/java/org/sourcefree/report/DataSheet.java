package org.sourcefree.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sourcefree.check.DataCheck.Checked;
import org.sourcefree.check.DatasetReport;
import org.sourcefree.data.ClassLegend;
import org.sourcefree.image.ContactSheet;
import org.sourcefree.image.LabelMap;
import org.sourcefree.image.PictureSheet;
import org.sourcefree.image.PngWriter;
import org.sourcefree.image.Resize;
import org.sourcefree.image.RgbImage;
import org.sourcefree.run.Example;

/**
 * A few images of every dataset under their names, each above its labels in the classes' colours,
 * ignored pixels black; images alone where labels are not read.
 */
public final class DataSheet {
  private static final int WIDEST = 320;

  private DataSheet() {}

  /** The sheet, dataset below dataset; empty if there is no image to show. */
  public static Optional<RgbImage> of(List<Checked> datasets) {
    List<RgbImage> sheets =
        datasets.stream()
            .filter(dataset -> !dataset.examples().isEmpty())
            .map(dataset -> sheet(dataset).draw())
            .toList();
    return sheets.isEmpty() ? Optional.empty() : Optional.of(ContactSheet.stack(sheets));
  }

  /**
   * Draws the sheet and writes it as a PNG.
   *
   * @return whether there was an image to show
   */
  public static boolean write(Path file, List<Checked> datasets) {
    Optional<RgbImage> sheet = of(datasets);
    try {
      if (sheet.isPresent()) {
        PngWriter.writeRgb(file, sheet.get());
      }
      return sheet.isPresent();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static PictureSheet sheet(Checked dataset) {
    List<Example> examples = dataset.examples();
    List<LabelMap> labels = examples.stream().flatMap(example -> labels(example).stream()).toList();
    List<PictureSheet.Row> rows = new ArrayList<>();
    rows.add(
        PictureSheet.Row.of(
            caption(dataset.report(), examples.size()),
            examples.stream().map(Example::image).toList()));
    if (!labels.isEmpty()) {
      int[] palette = dataset.classes().palette();
      rows.add(
          PictureSheet.Row.of(
              "labels", labels.stream().map(each -> each.coloured(palette)).toList()));
    }
    return new PictureSheet(
        examples.stream().map(Example::name).toList(),
        rows,
        ClassLegend.of(dataset.classes(), labels),
        WIDEST);
  }

  private static String caption(DatasetReport report, int shown) {
    return "%s: %d of %d images"
        .formatted(String.join(", ", report.roles()), shown, report.images());
  }

  /** No larger than they are shown, so that no class is lost to mixed colours. */
  private static Optional<LabelMap> labels(Example example) {
    return example
        .truth()
        .map(
            truth -> {
              int width = Math.min(WIDEST, truth.width());
              int height = Math.max(1, Math.round((float) width * truth.height() / truth.width()));
              return Resize.nearest(truth, width, height);
            });
  }
}
