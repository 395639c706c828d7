package org.sourcefree.report.run;

import static j2html.TagCreator.figcaption;
import static j2html.TagCreator.figure;
import static j2html.TagCreator.h3;
import static j2html.TagCreator.img;
import static j2html.TagCreator.section;

import j2html.tags.DomContent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.sourcefree.data.ClassSet;
import org.sourcefree.image.ImageFiles;
import org.sourcefree.image.LabelErrors;
import org.sourcefree.image.LabelMap;
import org.sourcefree.image.PngWriter;
import org.sourcefree.image.Resize;
import org.sourcefree.image.RgbImage;
import org.sourcefree.report.Format;
import org.sourcefree.run.NetworkNames;
import org.sourcefree.run.PanelFiles;

/**
 * The pictures of one image: itself, its truth, what the runs' networks predict, and where what the
 * runs made is wrong.
 */
final class PanelBlock {
  private static final int WIDEST = 480;
  private static final String ERRORS = "errors, ";

  /** What no network made needs no name of a run, unless runs differ in it. */
  private static final Set<String> GIVEN = Set.of("image", "truth");

  private final String name;
  private final List<Tile> tiles = new ArrayList<>();

  /**
   * A picture.
   *
   * @param owners of it, whose runs left the same one
   * @param what it shows
   * @param measured of it, a few words
   */
  private record Tile(List<String> owners, String what, String measured, String data) {
    Tile sharedWith(String owner) {
      List<String> all = Stream.concat(owners.stream(), Stream.of(owner)).toList();
      return new Tile(all, what, measured, data);
    }
  }

  /** Begins without pictures. */
  PanelBlock(String name) {
    this.name = name;
  }

  /**
   * Adds what a run left of the image, the run's i-th.
   *
   * @return the labels shown
   */
  List<LabelMap> add(Run run, int i) {
    Path folder = run.folder();
    int[] palette = run.classes().map(ClassSet::palette).orElseThrow();
    Optional<RgbImage> image =
        Optional.of(PanelFiles.image(folder, i)).filter(Files::exists).map(ImageFiles::readRgb);
    Optional<LabelMap> truth = labels(PanelFiles.truth(folder, i));
    Map<String, LabelMap> networks = new LinkedHashMap<>();
    labels(PanelFiles.before(folder, i))
        .ifPresent(each -> networks.put(NetworkNames.SOURCE_ONLY, each));
    labels(PanelFiles.targetStatistics(folder, i))
        .ifPresent(each -> networks.put(NetworkNames.TARGET_STATISTICS, each));
    Optional<LabelMap> trained = labels(PanelFiles.prediction(folder, i));
    trained.ifPresent(each -> networks.put(run.trained(), each));

    image.ifPresent(each -> add(run, "image", "", each));
    truth.ifPresent(each -> add(run, "truth", "", reduced(each).coloured(palette)));
    networks.forEach(
        (network, labels) ->
            add(run, network, right(truth, labels), reduced(labels).coloured(palette)));
    trained
        .flatMap(labels -> errors(truth, labels))
        .ifPresent(
            errors ->
                image
                    .filter(each -> each.size().equals(errors.truth().size()))
                    .ifPresent(each -> add(run, ERRORS + run.trained(), "", errors.over(each))));
    return Stream.concat(truth.stream(), networks.values().stream()).toList();
  }

  boolean hasErrors() {
    return tiles.stream().anyMatch(tile -> tile.what().startsWith(ERRORS));
  }

  /**
   * Shows it.
   *
   * @param runs of the page
   */
  DomContent html(int runs) {
    List<DomContent> figures = new ArrayList<>();
    for (Tile tile : tiles) {
      String caption = caption(tile, runs);
      String measured = tile.measured().isEmpty() ? "" : " · " + tile.measured();
      figures.add(
          figure(
              img().withSrc("data:image/png;base64," + tile.data()).withAlt(name + ", " + caption),
              figcaption(caption + measured)));
    }
    return section(h3(name), Tiling.pictures(figures)).withClass("panel");
  }

  private String caption(Tile tile, int runs) {
    boolean alone = tiles.stream().filter(each -> each.what().equals(tile.what())).count() == 1;
    return tile.owners().size() == runs || (alone && GIVEN.contains(tile.what()))
        ? tile.what()
        : String.join(", ", tile.owners()) + ": " + tile.what();
  }

  private static Optional<LabelMap> labels(Path file) {
    return Optional.of(file).filter(Files::exists).map(ImageFiles::readIds);
  }

  private static Optional<LabelErrors> errors(Optional<LabelMap> truth, LabelMap prediction) {
    return truth
        .filter(each -> each.size().equals(prediction.size()))
        .map(each -> new LabelErrors(each, prediction, ClassSet.IGNORE));
  }

  private static String right(Optional<LabelMap> truth, LabelMap prediction) {
    return errors(truth, prediction)
        .map(LabelErrors::right)
        .filter(share -> share.isPresent())
        .map(share -> Format.decimal(share.getAsDouble()) + " % of pixels right")
        .orElse("");
  }

  private static LabelMap reduced(LabelMap labels) {
    int width = Math.min(WIDEST, labels.width());
    return Resize.nearest(labels, width, height(width, labels.width(), labels.height()));
  }

  /** What several runs have alike is shown once. */
  private void add(Run run, String what, String measured, RgbImage picture) {
    int width = Math.min(WIDEST, picture.width());
    int height = height(width, picture.width(), picture.height());
    RgbImage shown = Resize.bicubic(picture, width, height);
    String data = Base64.getEncoder().encodeToString(PngWriter.rgb(shown));
    for (int i = 0; i < tiles.size(); i++) {
      if (tiles.get(i).what().equals(what) && tiles.get(i).data().equals(data)) {
        tiles.set(i, tiles.get(i).sharedWith(run.name()));
        return;
      }
    }
    tiles.add(new Tile(List.of(run.name()), what, measured, data));
  }

  private static int height(int width, int from, int height) {
    return Math.max(1, Math.round((float) width * height / from));
  }
}
