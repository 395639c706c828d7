package org.sourcefree.report.suite;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sourcefree.report.Format;

/** Where the order of the measured rows is not that of the published ones. */
record OrderFindings(Measured measured) {

  /** A row that has both figures, percent. */
  private record Pair(String title, double here, double paper) {
    String text() {
      return "%s (%s; published %s)"
          .formatted(Markdown.escape(title), Format.decimal(here), Format.decimal(paper));
    }
  }

  List<String> sentences() {
    Optional<PublishedTable> table = measured.published();
    if (table.isEmpty()) {
      return List.of("No published table stands beside this one.");
    }
    List<Pair> pairs = pairs(table.get());
    if (pairs.size() < 2) {
      return List.of("No two finished rows have a figure in the paper.");
    }
    List<String> sentences = new ArrayList<>();
    int differing = 0;
    for (Pair upper : pairs) {
      List<String> below =
          pairs.stream()
              .filter(lower -> upper.here() > lower.here() && upper.paper() < lower.paper())
              .map(Pair::text)
              .toList();
      differing += below.size();
      if (!below.isEmpty()) {
        sentences.add(
            "%s is above %s here; in the paper it is below."
                .formatted(Markdown.bold(upper.text()), Format.listed(below)));
      }
    }
    int all = pairs.size() * (pairs.size() - 1) / 2;
    sentences.add(
        0,
        "By %s, %d of the %d pairs of rows that have both figures stand in another order than in the paper%s"
            .formatted(
                Markdown.escape(measured.mainMean().name()),
                differing,
                all,
                differing == 0 ? "." : ":"));
    return sentences;
  }

  private List<Pair> pairs(PublishedTable table) {
    int size = measured.classes(measured.mainMean());
    List<Pair> pairs = new ArrayList<>();
    for (MeasuredRow row : measured.finishedRows()) {
      Optional<Double> paper =
          table.row(row.title()).flatMap(r -> Optional.ofNullable(r.means().get(size)));
      Optional<Spread> here = row.mean(measured.mainMean());
      if (paper.isPresent() && here.isPresent()) {
        pairs.add(new Pair(row.title(), here.get().mean(), paper.get()));
      }
    }
    return pairs;
  }
}
