package org.sourcefree.report;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.sourcefree.check.DataFault;
import org.sourcefree.check.DatasetReport;
import org.sourcefree.check.DatasetReport.SizeCount;
import org.sourcefree.check.LabelReport;
import org.sourcefree.check.LabelReport.ClassCount;
import org.sourcefree.check.LabelReport.IdCount;
import org.sourcefree.config.ConfigWriter;

/** What was found in datasets, as text. */
public final class DataTable {
  private static final int SHOWN_SIZES = 8;
  private static final Map<DataFault.Kind, String> WORDS =
      new EnumMap<>(
          Map.of(
              DataFault.Kind.MISSING, "missing",
              DataFault.Kind.UNREADABLE, "unreadable",
              DataFault.Kind.SIZE, "of another size than its image",
              DataFault.Kind.UNKNOWN_ID, "with unknown ids",
              DataFault.Kind.DATASET, "unusable"));

  private DataTable() {}

  /** Counts, sizes, ids and class shares of one dataset, and a line for every wrong file. */
  public static String text(DatasetReport report) {
    List<String> lines = new ArrayList<>();
    lines.add(String.join(", ", report.roles()) + ": " + ConfigWriter.line(report.dataset()));
    if (report.images() > 0) {
      lines.add("  images  " + count(report.images()));
      lines.add("  sizes   " + sizes(report.sizes()));
      lines.add("  labels  " + labels(report));
      if (!report.unusedLabels().isEmpty()) {
        lines.add(
            "  unused  %s labels have no image, such as %s"
                .formatted(count(report.unusedLabels().size()), report.unusedLabels().get(0)));
      }
    }
    report.labels().filter(labels -> labels.files() > 0).ifPresent(labels -> add(labels, lines));
    if (report.faults().isEmpty()) {
      lines.add("  wrong   none");
    } else {
      lines.add("  wrong   " + counts(List.of(report)));
      report.faults().forEach(fault -> lines.add("    " + fault.line()));
    }
    return String.join("\n", lines) + "\n";
  }

  /** How many files of all datasets are wrong, by kind; empty if none is. */
  public static String counts(List<DatasetReport> reports) {
    Map<DataFault.Kind, Long> counts = new EnumMap<>(DataFault.Kind.class);
    for (DatasetReport report : reports) {
      report.faults().forEach(fault -> counts.merge(fault.kind(), fault.files(), Long::sum));
    }
    return counts.entrySet().stream()
        .map(kind -> count(kind.getValue()) + " " + WORDS.get(kind.getKey()))
        .collect(Collectors.joining(", "));
  }

  private static String sizes(List<SizeCount> sizes) {
    String shown =
        sizes.stream()
            .limit(SHOWN_SIZES)
            .map(size -> "%d×%d (%s)".formatted(size.width(), size.height(), count(size.images())))
            .collect(Collectors.joining(", "));
    int more = sizes.size() - SHOWN_SIZES;
    return shown + (more > 0 ? " and %d more sizes".formatted(more) : "");
  }

  private static String labels(DatasetReport report) {
    String exist =
        "%s of %s images have one".formatted(count(report.labelFiles()), count(report.images()));
    if (report.labels().isEmpty()) {
      String none = report.labelFiles() == 0 ? "none" : exist;
      return none + (report.roles().contains("target") ? "; a target's are never opened" : "");
    }
    return "%s, %s read".formatted(exist, count(report.labels().get().files()));
  }

  private static void add(LabelReport labels, List<String> lines) {
    Map<String, List<IdCount>> encodings = new LinkedHashMap<>();
    labels
        .ids()
        .forEach(id -> encodings.computeIfAbsent(id.encoding(), any -> new ArrayList<>()).add(id));
    encodings.forEach((encoding, ids) -> addIds(encoding, ids, lines));
    lines.add("");
    lines.add("  classes: " + labels.classesFrom());
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("train id", "class", "share %", "pixels", "images"));
    labels.classes().forEach(known -> rows.add(row(known)));
    rows.add(List.of("", "ignored", share(labels.ignoredShare()), count(labels.ignored()), ""));
    addAligned(rows, lines);
    lines.add("");
  }

  private static void addIds(String encoding, List<IdCount> ids, List<String> lines) {
    lines.add("");
    lines.add("  ids found: " + encoding);
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("id", "name", "pixels", "images"));
    for (IdCount id : ids) {
      String name = id.name().orElse(id.known() ? "" : "UNKNOWN");
      rows.add(List.of(Integer.toString(id.id()), name, count(id.pixels()), count(id.files())));
    }
    addAligned(rows, lines);
  }

  private static List<String> row(ClassCount known) {
    return List.of(
        Integer.toString(known.trainId()),
        known.name(),
        known.pixels() == 0 ? "absent" : share(known.share()),
        count(known.pixels()),
        count(known.files()));
  }

  /** All columns but the second, the names, are right-aligned. */
  private static void addAligned(List<List<String>> rows, List<String> lines) {
    int[] widths = new int[rows.get(0).size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder("  ");
      for (int i = 0; i < widths.length; i++) {
        String space = " ".repeat(widths[i] - row.get(i).length());
        line.append("  ").append(i == 1 ? row.get(i) + space : space + row.get(i));
      }
      lines.add(line.toString().stripTrailing());
    }
  }

  private static String share(double percent) {
    return String.format(Locale.ROOT, "%.3f", percent);
  }

  private static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }
}
