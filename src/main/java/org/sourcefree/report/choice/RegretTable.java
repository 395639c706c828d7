package org.sourcefree.report.choice;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.sourcefree.InvalidInputException;
import org.sourcefree.choice.LabelFree;
import org.sourcefree.run.CandidateScores;
import org.sourcefree.run.NetworkNames;
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
   * Reads run folders of one task. What a run did not measure of source only and target statistics,
   * as a suite's do not, is taken from the others.
   *
   * @throws InvalidInputException if one has not ended or measured no network, or none has measured
   *     what training started from
   */
  public static RegretTable of(List<Path> folders) {
    Map<String, Double> untrained = new HashMap<>();
    Map<Path, List<CandidateScores>> networks = new LinkedHashMap<>();
    for (Path folder : folders) {
      List<CandidateScores> met = new RunLog(folder).results().candidates().orElse(List.of());
      networks.put(folder, met);
      met.stream()
          .filter(Regret::isUntrained)
          .forEach(each -> each.miou().ifPresent(miou -> untrained.put(each.name(), miou)));
    }
    List<List<CandidateScores>> runs = new ArrayList<>();
    networks.forEach((folder, met) -> runs.add(measured(folder, met, untrained)));
    return new RegretTable(runs.stream().filter(RegretTable::trained).toList());
  }

  private static List<CandidateScores> measured(
      Path folder, List<CandidateScores> met, Map<String, Double> untrained) {
    List<CandidateScores> known =
        met.stream()
            .map(each -> each.orMiou(Optional.ofNullable(untrained.get(each.name()))))
            .toList();
    for (CandidateScores each : known) {
      if (Regret.isUntrained(each) && each.miou().isEmpty()) {
        throw new InvalidInputException(
            "%s must be measured by one of the runs, as a suite's rows source_only and target_statistics do, which %s did not"
                .formatted(each.name(), folder));
      }
    }
    List<CandidateScores> measured =
        known.stream().filter(each -> each.miou().isPresent()).toList();
    if (measured.isEmpty()) {
      throw new InvalidInputException(
          "a run must have ended with a network measured, got none in %s".formatted(folder));
    }
    return measured;
  }

  private static boolean trained(List<CandidateScores> networks) {
    return !networks.stream().allMatch(Regret::isUntrained);
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
      return network.name().equals(NetworkNames.ADAPTED) ? 1 : 0;
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
