package org.sourcefree.report.choice;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.sourcefree.InvalidInputException;
import org.sourcefree.choice.LabelFree;
import org.sourcefree.run.CandidateScores;
import org.sourcefree.run.RunLog;

/**
 * Mean and worst regret of every way to choose, over finished runs; Markdown.
 *
 * @param runs the measured networks of each
 */
public record RegretTable(List<List<CandidateScores>> runs) {
  private static final List<Double> LEAST_SHARES = List.of(0.0, 0.1, 0.25, 0.5, 0.75);

  /** Copies the list. */
  public RegretTable {
    runs = List.copyOf(runs);
  }

  /**
   * Reads run folders.
   *
   * @throws InvalidInputException if one has not ended, or measured fewer than two networks
   */
  public static RegretTable of(List<Path> folders) {
    List<List<CandidateScores>> runs = new ArrayList<>();
    for (Path folder : folders) {
      List<CandidateScores> measured =
          new RunLog(folder)
              .results().candidates().orElse(List.of()).stream()
                  .filter(each -> each.miou().isPresent())
                  .toList();
      if (measured.size() < 2) {
        throw new InvalidInputException(
            "a run must have ended with at least two networks measured, got %d in %s"
                .formatted(measured.size(), folder));
      }
      runs.add(measured);
    }
    return new RegretTable(runs);
  }

  /** The table. */
  public String text() {
    StringBuilder text =
        new StringBuilder(
            "| choice | least_share | mean regret | worst regret | worst loss to the better of source only and target statistics |\n|---|---:|---:|---:|---:|\n");
    text.append(line("last", "", new Last()));
    for (String kind : LabelFree.all().keySet()) {
      for (double share : LEAST_SHARES) {
        text.append(line(kind, String.valueOf(share), new Scored(kind, share)));
      }
    }
    return text.toString();
  }

  private record Last() implements Regret.Rule {
    @Override
    public double rate(CandidateScores network) {
      return network.name().equals("adapted") ? 1 : 0;
    }
  }

  private record Scored(String kind, double leastShare) implements Regret.Rule {
    @Override
    public double rate(CandidateScores network) {
      return network.scores().getOrDefault(kind, Double.NEGATIVE_INFINITY);
    }

    @Override
    public boolean admits(CandidateScores network) {
      return network.leastShare() >= leastShare;
    }
  }

  private String line(String kind, String share, Regret.Rule rule) {
    List<Regret> all = runs.stream().map(run -> Regret.of(rule, run)).toList();
    return String.format(
        Locale.ROOT,
        "| %s | %s | %.1f | %.1f | %.1f |%n",
        kind,
        share,
        all.stream().mapToDouble(Regret::regret).average().orElse(0),
        all.stream().mapToDouble(Regret::regret).max().orElse(0),
        all.stream().mapToDouble(Regret::loss).max().orElse(0));
  }
}
