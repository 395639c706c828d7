package org.sourcefree.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.sourcefree.check.DataCheck.Checked;
import org.sourcefree.data.ClassSet;
import org.sourcefree.image.ContactSheet;
import org.sourcefree.image.PngWriter;
import org.sourcefree.image.Resize;
import org.sourcefree.image.RgbImage;
import org.sourcefree.run.Example;

/**
 * A few images of every dataset, each beside its labels in the classes' colours, ignored pixels
 * black; images alone where labels are not read. Each is fitted into a cell of one size.
 */
public final class DataSheet {
  private static final int COLUMNS = 4;
  private static final int CELL_WIDTH = 320;
  private static final int CELL_HEIGHT = 180;
  private static final byte GREY = (byte) 0xDD;

  private DataSheet() {}

  /** The sheet, dataset below dataset; empty if there is no image to show. */
  public static Optional<RgbImage> of(List<Checked> datasets) {
    List<List<RgbImage>> rows = new ArrayList<>();
    for (Checked dataset : datasets) {
      List<RgbImage> cells = new ArrayList<>();
      dataset.examples().forEach(example -> cells.addAll(cells(example, dataset.classes())));
      for (int from = 0; from < cells.size(); from += COLUMNS) {
        rows.add(cells.subList(from, Math.min(from + COLUMNS, cells.size())));
      }
    }
    return rows.isEmpty() ? Optional.empty() : Optional.of(ContactSheet.tile(rows));
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

  private static List<RgbImage> cells(Example example, ClassSet classes) {
    RgbImage image = example.image();
    int width = fittedWidth(image);
    int height = fittedHeight(image);
    List<RgbImage> cells = new ArrayList<>();
    cells.add(centred(Resize.bicubic(image, width, height)));
    example
        .truth()
        .map(truth -> Resize.nearest(truth, width, height).coloured(classes.palette()))
        .ifPresent(labels -> cells.add(centred(labels)));
    return cells;
  }

  private static double scale(RgbImage image) {
    return Math.min((double) CELL_WIDTH / image.width(), (double) CELL_HEIGHT / image.height());
  }

  private static int fittedWidth(RgbImage image) {
    return Math.max(1, (int) Math.round(scale(image) * image.width()));
  }

  private static int fittedHeight(RgbImage image) {
    return Math.max(1, (int) Math.round(scale(image) * image.height()));
  }

  private static RgbImage centred(RgbImage image) {
    byte[] cell = new byte[3 * CELL_WIDTH * CELL_HEIGHT];
    Arrays.fill(cell, GREY);
    int left = (CELL_WIDTH - image.width()) / 2;
    int top = (CELL_HEIGHT - image.height()) / 2;
    for (int y = 0; y < image.height(); y++) {
      System.arraycopy(
          image.pixels(),
          3 * y * image.width(),
          cell,
          3 * ((top + y) * CELL_WIDTH + left),
          3 * image.width());
    }
    return new RgbImage(CELL_WIDTH, CELL_HEIGHT, cell);
  }
}
