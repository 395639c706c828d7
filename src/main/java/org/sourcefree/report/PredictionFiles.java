package org.sourcefree.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.sourcefree.InvalidInputException;
import org.sourcefree.data.CityscapesIds;
import org.sourcefree.data.ClassSet;
import org.sourcefree.files.Fresh;
import org.sourcefree.image.PngWriter;
import org.sourcefree.predict.PredictionRun.Prediction;

/**
 * Predictions as PNG files, DIR/kind/name.png; a file appears only when it is complete, and
 * replaces an earlier prediction, but no file of a folder that was there before the first.
 */
public final class PredictionFiles {
  private static final String MARK = ".predictions";
  private static final String MARKED = "tools/sourcefree predict replaces what lies here.\n";

  private final Path folder;
  private final Set<Kind> kinds;
  private final double opacity;
  private final int[] palette;
  private final Optional<CityscapesIds> cityscapes;

  /** What can be written of a prediction. */
  public enum Kind {
    /** Train ids, 8-bit grey. */
    TRAINIDS,
    /** Cityscapes' label ids, 8-bit grey, as its benchmark server takes them. */
    LABELIDS,
    /** Train ids in an indexed image whose palette is the classes' colours. */
    COLOR,
    /** The image under the classes' colours. */
    OVERLAY,
    /** The probability of each pixel's class, 8-bit grey, 0 to 255 for 0 to 1. */
    CONFIDENCE;

    /** The name of its folder. */
    String folder() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Prepares writing.
   *
   * @param opacity of an overlay's colours, 0 to 1
   * @throws InvalidInputException if label ids are wanted of classes that Cityscapes does not have
   */
  public PredictionFiles(Path folder, Set<Kind> kinds, double opacity, ClassSet classes) {
    this.folder = folder;
    this.kinds = Set.copyOf(kinds);
    this.opacity = opacity;
    this.palette = classes.palette();
    this.cityscapes = CityscapesIds.of(classes);
    if (kinds.contains(Kind.LABELIDS) && cityscapes.isEmpty()) {
      throw new InvalidInputException(
          "labelids are Cityscapes' and need its classes, the model has %s"
              .formatted(classes.names()));
    }
  }

  /** Writes every kind of one prediction. */
  public void write(Prediction prediction) {
    for (Kind kind : kinds) {
      Path file = folder.resolve(kind.folder()).resolve(prediction.sample().name() + ".png");
      try {
        requireOwn(file);
        Files.createDirectories(file.getParent());
        Path unfinished =
            Fresh.beside(file.resolveSibling("." + file.getFileName()), ".unfinished");
        write(kind, prediction, unfinished);
        Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** A folder that predictions were written to bears a mark; what lies in others stays. */
  private void requireOwn(Path file) throws IOException {
    Path mark = folder.resolve(MARK);
    boolean fresh =
        Arrays.stream(Kind.values()).noneMatch(kind -> exists(folder.resolve(kind.folder())));
    if (fresh && !exists(mark)) {
      Files.createDirectories(folder);
      Fresh.write(mark, MARKED.getBytes(StandardCharsets.UTF_8));
    }
    if (exists(file) && !Files.isRegularFile(mark)) {
      throw new InvalidInputException(
          "%s is there already, and predict did not write it; name another folder with --out"
              .formatted(file));
    }
  }

  private static boolean exists(Path path) {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }

  private void write(Kind kind, Prediction prediction, Path file) throws IOException {
    switch (kind) {
      case TRAINIDS -> PngWriter.writeGrey(file, prediction.labels());
      case LABELIDS -> PngWriter.writeGrey(file, cityscapes.orElseThrow().of(prediction.labels()));
      case COLOR -> PngWriter.writePalette(file, prediction.labels(), palette);
      case OVERLAY ->
          PngWriter.writeRgb(
              file, Overlay.of(prediction.image(), prediction.labels(), palette, opacity));
      case CONFIDENCE -> PngWriter.writeGrey(file, prediction.confidence());
    }
  }
}
