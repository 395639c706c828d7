package org.sourcefree.report.run;

import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.figcaption;
import static j2html.TagCreator.figure;
import static j2html.TagCreator.h3;
import static j2html.TagCreator.img;
import static j2html.TagCreator.li;
import static j2html.TagCreator.section;
import static j2html.TagCreator.span;
import static j2html.TagCreator.ul;

import j2html.tags.DomContent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.sourcefree.data.ClassSet;
import org.sourcefree.image.ImageFiles;
import org.sourcefree.image.LabelMap;
import org.sourcefree.image.PngWriter;
import org.sourcefree.image.Resize;
import org.sourcefree.image.RgbImage;
import org.sourcefree.run.PanelFiles;

/** Images with their truth and what the runs' models predict of them, before and after training. */
record PanelGrid(List<Run> runs) {
  private static final int WIDEST = 480;
  private static final String BEFORE = "source only";

  /**
   * A picture.
   *
   * @param owners of it, whose runs left the same one
   * @param what it shows
   */
  private record Tile(List<String> owners, String what, String data) {
    Tile sharedWith(String owner) {
      return new Tile(Stream.concat(owners.stream(), Stream.of(owner)).toList(), what, data);
    }
  }

  /** Empty if no run has left pictures. */
  Optional<DomContent> html() {
    Map<String, List<Tile>> tiles = new LinkedHashMap<>();
    for (Run run : runs) {
      if (run.classes().isPresent()) {
        for (int i = 0; i < run.panels().size(); i++) {
          List<Tile> ofImage =
              tiles.computeIfAbsent(run.panels().get(i), name -> new ArrayList<>());
          add(ofImage, run, i, run.classes().get().palette());
        }
      }
    }
    return tiles.isEmpty()
        ? Optional.empty()
        : Optional.of(
            div(
                each(legends(), legend -> legend),
                each(tiles, (name, ofImage) -> block(name, ofImage))));
  }

  private static void add(List<Tile> tiles, Run run, int i, int[] palette) {
    Path folder = run.folder();
    if (Files.exists(PanelFiles.image(folder, i))) {
      add(tiles, run, "image", ImageFiles.readRgb(PanelFiles.image(folder, i)));
    }
    addLabels(tiles, run, "truth", PanelFiles.truth(folder, i), palette);
    addLabels(tiles, run, BEFORE, PanelFiles.before(folder, i), palette);
    addLabels(tiles, run, run.trained(), PanelFiles.prediction(folder, i), palette);
  }

  private static void addLabels(List<Tile> tiles, Run run, String what, Path file, int[] palette) {
    if (Files.exists(file)) {
      LabelMap labels = ImageFiles.readIds(file);
      int width = Math.min(WIDEST, labels.width());
      int height = Math.max(1, Math.round((float) width * labels.height() / labels.width()));
      add(tiles, run, what, Resize.nearest(labels, width, height).coloured(palette));
    }
  }

  /** What several runs have alike is shown once. */
  private static void add(List<Tile> tiles, Run run, String what, RgbImage picture) {
    int width = Math.min(WIDEST, picture.width());
    int height = Math.max(1, Math.round((float) width * picture.height() / picture.width()));
    RgbImage shown = width == picture.width() ? picture : Resize.bicubic(picture, width, height);
    String data = Base64.getEncoder().encodeToString(PngWriter.rgb(shown));
    for (int i = 0; i < tiles.size(); i++) {
      if (tiles.get(i).what().equals(what) && tiles.get(i).data().equals(data)) {
        tiles.set(i, tiles.get(i).sharedWith(run.name()));
        return;
      }
    }
    tiles.add(new Tile(List.of(run.name()), what, data));
  }

  private String caption(Tile tile, List<Tile> all) {
    boolean alone = all.stream().filter(each -> each.what().equals(tile.what())).count() == 1;
    boolean predicted = tile.what().equals(BEFORE) || Run.TRAINED.contains(tile.what());
    return tile.owners().size() == runs.size() || (alone && !predicted)
        ? tile.what()
        : String.join(", ", tile.owners()) + ": " + tile.what();
  }

  private DomContent block(String name, List<Tile> tiles) {
    return section(
            h3(name),
            div(each(
                    tiles,
                    tile ->
                        figure(
                            img()
                                .withSrc("data:image/png;base64," + tile.data())
                                .withAlt(name + ", " + caption(tile, tiles)),
                            figcaption(caption(tile, tiles)))))
                .withClass("tiles"))
        .withClass("panel");
  }

  private List<DomContent> legends() {
    Set<ClassSet> sets = new LinkedHashSet<>();
    runs.stream()
        .filter(run -> !run.panels().isEmpty())
        .forEach(run -> run.classes().ifPresent(sets::add));
    return sets.stream().map(PanelGrid::legend).toList();
  }

  private static DomContent legend(ClassSet classes) {
    List<DomContent> items = new ArrayList<>();
    for (int c = 0; c < classes.size(); c++) {
      items.add(item("#%06x".formatted(classes.colours().get(c)), classes.names().get(c)));
    }
    items.add(item("#000000", "no label"));
    return ul(each(items, item -> item)).withClass("legend");
  }

  private static DomContent item(String colour, String name) {
    return li(span().withClass("chip").withStyle("background:" + colour), span(name));
  }
}
