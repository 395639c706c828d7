package org.sourcefree.report.run;

import static j2html.TagCreator.details;
import static j2html.TagCreator.div;
import static j2html.TagCreator.p;
import static j2html.TagCreator.summary;

import j2html.tags.DomContent;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** In which keys the configs differ, and all of them. */
record ConfigTable(List<Run> runs) {
  private static final String ABSENT = "–";

  DomContent html() {
    Set<String> keys = new LinkedHashSet<>();
    runs.forEach(run -> keys.addAll(run.config().keySet()));
    keys.remove("output");
    List<String> different =
        keys.stream().filter(key -> Set.copyOf(values(key)).size() > 1).toList();
    DomContent all = details(summary("All %d keys".formatted(keys.size())), table(keys));
    if (runs.size() == 1) {
      return div(all);
    }
    return different.isEmpty()
        ? div(p("The configs are the same but for output."), all)
        : div(
            p(
                "The configs differ in these keys, and in output; the other %d are the same."
                    .formatted(keys.size() - different.size())),
            table(different),
            all);
  }

  private DomContent table(Iterable<String> keys) {
    RunTable table = new RunTable(runs, "texts");
    keys.forEach(key -> table.row(key, values(key)));
    return table.html();
  }

  private List<String> values(String key) {
    return runs.stream().map(run -> run.config().getOrDefault(key, ABSENT)).toList();
  }
}
