package org.sourcefree.report.run;

import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.li;
import static j2html.TagCreator.span;
import static j2html.TagCreator.ul;

import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sourcefree.data.ClassLegend;
import org.sourcefree.data.ClassSet;
import org.sourcefree.image.LabelErrors;
import org.sourcefree.image.LabelMap;
import org.sourcefree.image.LegendKey;

/** The images that runs show, each a block of pictures, under a legend of the classes. */
record PanelGrid(List<Run> runs) {

  /** Empty if no run has left pictures. */
  Optional<DomContent> html() {
    Map<ClassSet, List<LabelMap>> labels = new LinkedHashMap<>();
    Map<String, PanelBlock> blocks = new LinkedHashMap<>();
    for (Run run : runs) {
      if (run.classes().isPresent()) {
        List<LabelMap> shown =
            labels.computeIfAbsent(run.classes().get(), classes -> new ArrayList<>());
        for (int i = 0; i < run.panels().size(); i++) {
          shown.addAll(blocks.computeIfAbsent(run.panels().get(i), PanelBlock::new).add(run, i));
        }
      }
    }
    boolean errors = blocks.values().stream().anyMatch(PanelBlock::hasErrors);
    return blocks.isEmpty()
        ? Optional.empty()
        : Optional.of(
            div(
                each(labels, (classes, shown) -> legend(classes, shown, errors)),
                each(blocks.values(), block -> block.html(runs.size()))));
  }

  private static DomContent legend(ClassSet classes, List<LabelMap> shown, boolean errors) {
    List<LegendKey> keys =
        errors ? ClassLegend.of(classes, shown, LabelErrors.WRONG) : ClassLegend.of(classes, shown);
    return ul(each(keys, PanelGrid::item)).withClass("legend");
  }

  private static DomContent item(LegendKey key) {
    return key.colour()
        .map(
            colour ->
                li(
                    span().withClass("chip").withStyle("background:#%06x".formatted(colour)),
                    span(key.name())))
        .orElseGet(() -> li(key.name()));
  }
}
