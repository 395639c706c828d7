package org.sourcefree.watch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.sourcefree.choice.Candidate;
import org.sourcefree.evaluation.Difference;
import org.sourcefree.evaluation.Scores;
import org.sourcefree.run.NetworkNames;
import org.sourcefree.run.Verdict;

/** What a run came to, in words. */
public final class VerdictText {
  private static final int CHANGES = 3;

  private final Ending ending;
  private final Candidate last;
  private final Candidate chosen;

  private VerdictText(Ending ending) {
    this.ending = ending;
    this.last = ending.last();
    this.chosen = ending.chosen();
  }

  /** The verdict on a run. */
  public static Verdict of(Ending ending) {
    return new VerdictText(ending).verdict();
  }

  private Verdict verdict() {
    Optional<Candidate> better = better();
    Map<String, Double> changes = changes();
    return new Verdict(
        sentence(better),
        health(),
        chosen.name(),
        better.map(Candidate::name),
        against().map(Candidate::name),
        largest(changes, 1),
        largest(changes, -1),
        next(better));
  }

  /** Of the last network, as its training may have harmed it. */
  private String health() {
    return HealthText.of(ending.health(last), chosen.equals(last));
  }

  private String sentence(Optional<Candidate> better) {
    return last.miou().map(miou -> measured(miou, better)).orElseGet(this::unmeasured);
  }

  private String measured(double miou, Optional<Candidate> better) {
    List<String> comparisons = new ArrayList<>();
    for (Candidate each : earlier()) {
      each.miou().ifPresent(other -> comparisons.add(Difference.of(miou, other, each.name())));
    }
    String result = String.format(Locale.ROOT, "%s %.1f %% mIoU", last.name(), miou);
    String compared =
        comparisons.isEmpty() ? result : result + ": " + String.join(", ", comparisons);
    return compared + handedOver(better);
  }

  private String handedOver(Optional<Candidate> better) {
    StringBuilder text = new StringBuilder();
    if (!chosen.equals(last)) {
      text.append(
          "; saved_model is %s%s, chosen by training.keep"
              .formatted(chosen.name(), scored(chosen)));
    } else if (better.isEmpty()) {
      text.append("; it is saved_model");
    }
    better.ifPresent(
        each -> text.append("; %s is the better network,%s".formatted(each.name(), kept(each))));
    if (!chosen.equals(last) && better.filter(last::equals).isEmpty()) {
      text.append("; %s is%s".formatted(last.name(), kept(last)));
    }
    return text.toString();
  }

  private String unmeasured() {
    String result =
        "%s was not measured, as there were no labels to measure on".formatted(last.name());
    return chosen.equals(last)
        ? result
        : "%s; saved_model is %s, chosen by training.keep, and %s is%s"
            .formatted(result, chosen.name(), last.name(), kept(last));
  }

  private static String scored(Candidate network) {
    return network.miou().map(miou -> String.format(Locale.ROOT, " (%.1f %%)", miou)).orElse("");
  }

  /** Where a network is, for people. */
  private String kept(Candidate network) {
    Optional<Path> saved = ending.savedModel(network);
    if (saved.isPresent()) {
      return " kept in " + ending.folder().path().relativize(saved.get());
    }
    return network.name().equals(NetworkNames.SOURCE_ONLY)
        ? " the model that the config names"
        : " kept only where training.keep is not last";
  }

  /** Source only and target statistics, where they are not the last network. */
  private List<Candidate> earlier() {
    return ending.all().stream()
        .filter(each -> !each.equals(last))
        .filter(
            each ->
                each.name().equals(NetworkNames.SOURCE_ONLY)
                    || each.name().equals(NetworkNames.TARGET_STATISTICS))
        .toList();
  }

  /** The best of what was measured, if it is better than what is handed over. */
  private Optional<Candidate> better() {
    return ending.all().stream()
        .filter(each -> isBetter(each, chosen))
        .max(Comparator.comparingDouble(each -> each.miou().orElse(0.0)));
  }

  /** As far as the figures shown tell. */
  private static boolean isBetter(Candidate one, Candidate other) {
    return one.miou().isPresent()
        && other.miou().isPresent()
        && Difference.points(one.miou().get(), other.miou().get()) > 0;
  }

  /** What class changes are counted against: target statistics, or source only without them. */
  private Optional<Candidate> against() {
    List<Candidate> earlier = earlier();
    return earlier.isEmpty() || last.miou().isEmpty()
        ? Optional.empty()
        : Optional.of(earlier.get(earlier.size() - 1)).filter(each -> each.miou().isPresent());
  }

  private Map<String, Double> changes() {
    Map<String, Double> changes = new LinkedHashMap<>();
    NetworkScores measured = ending.measured();
    Optional<Scores> now = measured.last();
    Optional<Scores> before = against().flatMap(each -> measured.earlier(each.name(), each.step()));
    if (now.isPresent() && before.isPresent()) {
      before
          .get()
          .iou()
          .forEach(
              (name, iou) -> {
                Double after = now.get().iou().get(name);
                if (after != null) {
                  changes.put(name, Difference.points(after, iou));
                }
              });
    }
    return changes;
  }

  private static Map<String, Double> largest(Map<String, Double> changes, int sign) {
    Map<String, Double> largest = new LinkedHashMap<>();
    changes.entrySet().stream()
        .filter(each -> sign * each.getValue() > 0)
        .sorted(Comparator.comparingDouble(each -> -sign * each.getValue()))
        .limit(CHANGES)
        .forEach(each -> largest.put(each.getKey(), each.getValue()));
    return largest;
  }

  /** With the better network, where there is one and it is kept. */
  private List<String> next(Optional<Candidate> better) {
    Path run = ending.folder().path();
    Path model = better.flatMap(ending::savedModel).orElse(ending.folder().savedModel());
    Path taken = model.equals(ending.folder().savedModel()) ? run : model;
    return List.of(
        "tools/sourcefree predict %s IMAGES --out DIR   # label images of your own"
            .formatted(taken),
        "tools/sourcefree export %s --out DIR   # for TensorFlow Serving".formatted(taken),
        "tools/sourcefree report %s OTHER_RUN --out FILE   # compare runs".formatted(run));
  }
}
