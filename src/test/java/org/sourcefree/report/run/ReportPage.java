package org.sourcefree.report.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A written page, or a part of one.
 *
 * @param html its markup
 */
record ReportPage(String html) {

  /** Writes the page of some runs and reads it again. */
  static ReportPage of(Path file, Path... runs) {
    RunReport.write(List.of(runs), file);
    try {
      return new ReportPage(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All that a pattern's group matches. */
  List<String> found(String pattern) {
    Matcher matcher = Pattern.compile(pattern, Pattern.DOTALL).matcher(html);
    List<String> found = new ArrayList<>();
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }

  /** Of all sections. */
  List<String> headings() {
    return found("<h2>(.*?)</h2>");
  }

  /** What is below a heading. */
  ReportPage section(String heading) {
    String end = "(?=<section><h2>|<footer>)";
    return new ReportPage(
        found("<section><h2>" + Pattern.quote(heading) + "</h2>(.*?)" + end).get(0));
  }

  /** The rows of all tables, cells between bars, without markup. */
  List<String> rows() {
    return found("<tr>(.*?)</tr>").stream()
        .map(row -> new ReportPage(row).found("<t[hd](?: [^>]*)?>(.*?)</t[hd]>"))
        .map(cells -> String.join("|", cells).replaceAll("<.*?>", ""))
        .toList();
  }
}
