package org.sourcefree.report.run;

import static j2html.TagCreator.tag;

import j2html.tags.ContainerTag;
import java.util.List;
import java.util.Locale;

/**
 * Of the labelled pixels of each class, a row, the share predicted as each class, a column.
 *
 * @param names of the classes
 * @param counts pixels by true and predicted class
 */
record ConfusionMap(String title, List<String> names, List<List<Long>> counts) {
  private static final int NAMES = 108;
  private static final int LONGEST_NAME = 16;
  private static final int MOST_NUMBERED = 30;
  private static final double LEAST_SHOWN = 0.0005;
  private static final double LEAST_WRITTEN = 0.005;
  private static final double LIGHT_TEXT = 0.45;

  ContainerTag<?> svg() {
    int cell = cell();
    int size = cell * names.size();
    int width = NAMES + size + 4;
    int height = size + below() + 4;
    ContainerTag<?> svg =
        tag("svg")
            .attr("viewBox", "0 0 %d %d".formatted(width, height))
            .attr("role", "img")
            .withStyle("min-width:%dpx;max-width:%dpx".formatted(width * 4 / 5, width * 3 / 2))
            .with(tag("title").withText(title))
            .with(
                tag("desc")
                    .withText(
                        "Rows: true class; columns: predicted class; percent of the row's pixels."));
    for (int truth = 0; truth < names.size(); truth++) {
      int y = truth * cell;
      svg.with(
          text(shortened(names.get(truth)), NAMES - 6.0, y + cell / 2.0 + 4, "end", "name"),
          upwards(shortened(names.get(truth)), NAMES + y + cell / 2.0 + 4, size + 6.0));
      row(svg, truth, y, cell);
    }
    svg.with(
        tag("rect")
            .withClass("frame")
            .attr("x", NAMES)
            .attr("y", 0)
            .attr("width", size)
            .attr("height", size));
    return svg;
  }

  /** Room for the longest name, upwards. */
  private int below() {
    int longest = names.stream().mapToInt(name -> shortened(name).length()).max().orElse(0);
    return Math.min(NAMES, 12 + 7 * longest);
  }

  /** Large enough for two digits, unless there are very many. */
  private int cell() {
    return names.size() <= 4 ? 64 : names.size() <= MOST_NUMBERED ? 28 : 12;
  }

  private void row(ContainerTag<?> svg, int truth, int y, int cell) {
    double all = counts.get(truth).stream().mapToLong(Long::longValue).sum();
    for (int predicted = 0; predicted < names.size(); predicted++) {
      double share = all == 0 ? 0 : counts.get(truth).get(predicted) / all;
      if (share >= LEAST_SHOWN) {
        int x = NAMES + predicted * cell;
        svg.with(
            tag("rect")
                .withClass("cell")
                .attr("x", x)
                .attr("y", y)
                .attr("width", cell)
                .attr("height", cell)
                .attr("fill-opacity", String.format(Locale.ROOT, "%.2f", 0.95 * Math.sqrt(share)))
                .with(
                    tag("title")
                        .withText(
                            String.format(
                                Locale.ROOT,
                                "%s predicted as %s: %.1f %%",
                                names.get(truth),
                                names.get(predicted),
                                100 * share))));
        if (share >= LEAST_WRITTEN && names.size() <= MOST_NUMBERED) {
          svg.with(
              text(
                  String.format(Locale.ROOT, "%.0f", 100 * share),
                  x + cell / 2.0,
                  y + cell / 2.0 + 4,
                  "middle",
                  share > LIGHT_TEXT ? "strong" : "weak"));
        }
      }
    }
  }

  private static String shortened(String name) {
    return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME - 1).strip() + "…";
  }

  private static ContainerTag<?> upwards(String text, double x, double y) {
    String turn = String.format(Locale.ROOT, "rotate(-90 %.1f %.1f)", x, y);
    return text(text, x, y, "end", "name").attr("transform", turn);
  }

  private static ContainerTag<?> text(
      String text, double x, double y, String anchor, String style) {
    return tag("text")
        .withClass(style)
        .attr("x", String.format(Locale.ROOT, "%.1f", x))
        .attr("y", String.format(Locale.ROOT, "%.1f", y))
        .attr("text-anchor", anchor)
        .withText(text);
  }
}
