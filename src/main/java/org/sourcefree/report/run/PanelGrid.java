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
import org.sourcefree.data.ClassSet;
import org.sourcefree.experiment.PanelFiles;
import org.sourcefree.image.ImageFiles;
import org.sourcefree.image.LabelMap;
import org.sourcefree.image.PngWriter;
import org.sourcefree.image.Resize;
import org.sourcefree.image.RgbImage;

/** Images with their truth and what the runs' models predict of them, before and after. */
record PanelGrid(List<Run> runs) {
  private static final int WIDEST = 480;

  /** A picture under a caption; one that is there already is not shown again. */
  private record Tile(String caption, String data) {}

  /** Empty if no run has left pictures. */
  Optional<DomContent> html() {
    Map<String, List<Tile>> tiles = new LinkedHashMap<>();
    for (Run run : runs) {
      if (run.classes().isPresent()) {
        for (int i = 0; i < run.panels().size(); i++) {
          List<Tile> ofImage =
              tiles.computeIfAbsent(run.panels().get(i), name -> new ArrayList<>());
          add(ofImage, run, i, run.classes().get().colours());
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

  private void add(List<Tile> tiles, Run run, int i, List<Integer> colours) {
    Path folder = run.folder();
    String of = runs.size() == 1 ? "" : run.name() + ", ";
    if (Files.exists(PanelFiles.image(folder, i))) {
      add(tiles, "image", ImageFiles.readRgb(PanelFiles.image(folder, i)));
    }
    addLabels(tiles, "truth", PanelFiles.truth(folder, i), colours);
    addLabels(tiles, of + "before", PanelFiles.before(folder, i), colours);
    addLabels(tiles, of + "after", PanelFiles.prediction(folder, i), colours);
  }

  private static void addLabels(
      List<Tile> tiles, String caption, Path file, List<Integer> colours) {
    if (Files.exists(file)) {
      LabelMap labels = ImageFiles.readIds(file);
      int width = Math.min(WIDEST, labels.width());
      int height = Math.max(1, Math.round((float) width * labels.height() / labels.width()));
      add(tiles, caption, Resize.nearest(labels, width, height).coloured(colours));
    }
  }

  private static void add(List<Tile> tiles, String caption, RgbImage picture) {
    int width = Math.min(WIDEST, picture.width());
    int height = Math.max(1, Math.round((float) width * picture.height() / picture.width()));
    RgbImage shown = width == picture.width() ? picture : Resize.bicubic(picture, width, height);
    Tile tile = new Tile(caption, Base64.getEncoder().encodeToString(PngWriter.rgb(shown)));
    boolean known =
        tiles.stream().anyMatch(each -> each.data().equals(tile.data()) && sameKind(each, tile));
    if (!known) {
      tiles.add(tile);
    }
  }

  /** Whether two captions end alike: what several runs began with is shown once. */
  private static boolean sameKind(Tile one, Tile other) {
    return kind(one).equals(kind(other));
  }

  private static String kind(Tile tile) {
    return tile.caption().substring(tile.caption().lastIndexOf(' ') + 1);
  }

  private static DomContent block(String name, List<Tile> tiles) {
    return section(
            h3(name),
            div(each(
                    tiles,
                    tile ->
                        figure(
                            img()
                                .withSrc("data:image/png;base64," + tile.data())
                                .withAlt(name + ": " + tile.caption()),
                            figcaption(tile.caption()))))
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
