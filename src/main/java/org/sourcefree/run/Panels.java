package org.sourcefree.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.sourcefree.data.ClassLegend;
import org.sourcefree.data.ClassSet;
import org.sourcefree.image.LabelErrors;
import org.sourcefree.image.LabelMap;
import org.sourcefree.image.LegendKey;
import org.sourcefree.image.PictureSheet;
import org.sourcefree.image.PngWriter;
import org.sourcefree.image.RgbImage;

/**
 * One picture of several examples, a row each: image, truth where there is one, each network's
 * prediction, and where the last network's is wrong.
 */
public final class Panels {
  private Panels() {}

  /** Where a run folder has it. */
  public static Path file(Path folder) {
    return folder.resolve("panels.png");
  }

  /** Draws a run's examples in the classes' colours, ignored pixels black. */
  public static void write(Path folder, List<Example> examples, ClassSet classes) {
    try {
      PngWriter.writeRgb(file(folder), sheet(examples, classes).draw());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static PictureSheet sheet(List<Example> examples, ClassSet classes) {
    List<PictureSheet.Row> rows = new ArrayList<>();
    List<LabelMap> labels = new ArrayList<>();
    for (Example example : examples) {
      List<RgbImage> pictures = new ArrayList<>(List.of(example.image()));
      example.truth().ifPresent(labels::add);
      labels.addAll(example.predictions().values());
      example.truth().ifPresent(truth -> pictures.add(truth.coloured(classes.palette())));
      example
          .predictions()
          .values()
          .forEach(each -> pictures.add(each.coloured(classes.palette())));
      example.errors().ifPresent(errors -> pictures.add(errors.over(example.image())));
      rows.add(PictureSheet.Row.of(caption(example), pictures));
    }
    boolean errors = examples.stream().anyMatch(example -> example.errors().isPresent());
    List<LegendKey> legend =
        errors
            ? ClassLegend.of(classes, labels, LabelErrors.WRONG)
            : ClassLegend.of(classes, labels);
    List<String> titles = examples.stream().findFirst().map(Panels::titles).orElse(List.of());
    return new PictureSheet(titles, rows, legend, PictureSheet.ANY_WIDTH);
  }

  private static List<String> titles(Example example) {
    List<String> titles = new ArrayList<>(List.of("image"));
    example.truth().ifPresent(truth -> titles.add("truth"));
    titles.addAll(example.predictions().keySet());
    example.errors().ifPresent(errors -> titles.add("errors, " + example.last()));
    return titles;
  }

  /** The image's name, and how much of it each network has right. */
  private static String caption(Example example) {
    List<String> shares = new ArrayList<>();
    for (Map.Entry<String, LabelMap> each : example.predictions().entrySet()) {
      example
          .errors(each.getValue())
          .map(LabelErrors::right)
          .filter(OptionalDouble::isPresent)
          .ifPresent(
              right ->
                  shares.add(
                      String.format(
                          Locale.ROOT, "%s %.1f %%", each.getKey(), right.getAsDouble())));
    }
    return shares.isEmpty()
        ? example.name()
        : example.name() + " · pixels right: " + String.join(", ", shares);
  }
}
