package org.sourcefree.watch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sourcefree.choice.Candidate;
import org.sourcefree.choice.ClassShares;
import org.sourcefree.choice.Keep;
import org.sourcefree.choice.LabelFree;
import org.sourcefree.network.Model;
import org.sourcefree.run.CandidateScores;
import org.sourcefree.run.Health;
import org.sourcefree.run.NetworkNames;
import org.sourcefree.run.RunFolder;

/** The networks that a run met, compared at its end: which one is handed over, and what of each. */
public final class Ending {
  private final RunFolder folder;
  private final Candidates met;
  private final List<Candidate> all;
  private final Candidate reference;
  private final int chosen;
  private final List<String> classes;
  private final Optional<List<Double>> sourceShares;

  /**
   * Compares.
   *
   * @param keep what chooses
   * @param model what the networks are
   */
  public Ending(RunFolder folder, Keep keep, Model model) {
    this.folder = folder;
    this.met = new Candidates(folder.path());
    this.all = met.all(folder);
    this.reference = reference(all);
    this.chosen = keep.choose(all, reference);
    this.classes = model.classes().names();
    this.sourceShares = model.sourceShares();
  }

  /**
   * The network that training started from: target statistics, where they were estimated. Of a run
   * that only estimates them, the source model.
   */
  private static Candidate reference(List<Candidate> all) {
    return all.subList(0, Math.max(1, all.size() - 1)).stream()
        .filter(each -> each.name().equals(NetworkNames.TARGET_STATISTICS))
        .findFirst()
        .orElseGet(() -> all.get(0));
  }

  /** The network that is handed over. */
  public Candidate chosen() {
    return all.get(chosen);
  }

  /** Whether it is the last one. */
  public boolean keepsLast() {
    return chosen == all.size() - 1;
  }

  /** The network at the run's end. */
  public Candidate last() {
    return all.get(all.size() - 1);
  }

  List<Candidate> all() {
    return all;
  }

  NetworkScores measured() {
    return NetworkScores.in(folder);
  }

  RunFolder folder() {
    return folder;
  }

  /** Where a network's weights are kept. */
  Optional<Path> savedModel(Candidate network) {
    return network.equals(chosen())
        ? Optional.of(folder.savedModel())
        : met.savedModel(network.name());
  }

  /** Every network's scores. */
  public List<CandidateScores> scores() {
    Map<String, List<Double>> byKind = new LinkedHashMap<>();
    LabelFree.all().forEach((kind, each) -> byKind.put(kind, each.scores(all)));
    List<CandidateScores> scores = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      Map<String, Double> own = new LinkedHashMap<>();
      for (Map.Entry<String, List<Double>> kind : byKind.entrySet()) {
        own.put(kind.getKey(), kind.getValue().get(i));
      }
      scores.add(scores(all.get(i), own));
    }
    return scores;
  }

  private CandidateScores scores(Candidate network, Map<String, Double> own) {
    Map<String, Double> shares = new LinkedHashMap<>();
    for (int c = 0; c < classes.size(); c++) {
      shares.put(classes.get(c), network.shares().get(c));
    }
    return new CandidateScores(
        network.name(),
        network.step(),
        savedModel(network).map(path -> folder.path().relativize(path).toString()),
        network.entropy(),
        network.agreementWith(reference),
        network.leastShare(reference),
        names(ClassShares.vanished(reference.shares(), network.shares())),
        shares,
        own,
        network.miou());
  }

  /** The health of a network. */
  public Health health(Candidate network) {
    Map<String, Health.Shares> shares = new LinkedHashMap<>();
    for (int c = 0; c < classes.size(); c++) {
      int id = c;
      Optional<Double> source = sourceShares.map(all -> all.get(id));
      shares.put(
          classes.get(c),
          new Health.Shares(reference.shares().get(c), network.shares().get(c), source));
    }
    int least = ClassShares.leastClass(reference.shares(), network.shares());
    return new Health(
        network.name(),
        reference.name(),
        ClassShares.counted(reference.shares()),
        names(ClassShares.vanished(reference.shares(), network.shares())),
        network.leastShare(reference),
        least < 0 ? Optional.empty() : Optional.of(classes.get(least)),
        network.entropy(),
        reference.entropy(),
        network.agreementWith(reference),
        shares);
  }

  private List<String> names(List<Integer> ids) {
    return ids.stream().map(classes::get).toList();
  }
}
