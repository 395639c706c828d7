package org.sourcefree.torch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import org.sourcefree.InvalidInputException;
import org.sourcefree.graph.Variables.Variable;
import org.sourcefree.network.deeplab.DeepLabV2;
import org.sourcefree.torch.TensorFile.Entry;

/**
 * What becomes of every tensor of a state dict, and where every variable of a network comes from.
 *
 * @param taken variable → the file's key, or both that are added
 * @param ignored keys that no variable needs: further heads, batch counters
 * @param initialised variables that start anew
 * @param missing variables that the file lacks
 * @param unexpected keys that no such network has
 * @param misshapen key, its shape and the one it must have
 * @param skipped what stands beside the tensors and was not read
 */
public record KeyReport(
    Map<String, String> taken,
    List<String> ignored,
    List<String> initialised,
    List<String> missing,
    List<String> unexpected,
    List<String> misshapen,
    List<String> skipped) {
  private static final Pattern COUNTER = Pattern.compile(".*\\.num_batches_tracked");
  private static final Pattern FURTHER_HEAD = Pattern.compile("layer6\\..*");
  private static final Pattern OWN_HEAD = Pattern.compile("layer5\\..*|fc\\..*");

  /**
   * Compares.
   *
   * @param variables the network's
   * @param newHead whether the head starts anew, so that the file's own (or an ImageNet
   *     classifier's) is ignored
   */
  public static KeyReport of(
      StateDictKeys keys, DeepLabV2 network, List<Variable> variables, boolean newHead) {
    KeyReport report =
        new KeyReport(
            new LinkedHashMap<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>());
    Map<String, Entry> left = new LinkedHashMap<>(keys.entries());
    for (Variable variable : variables) {
      if (newHead && network.isHead(variable.name())) {
        report.initialised.add(variable.name());
      } else {
        report.compare(variable, Optional.ofNullable(left.remove(variable.name())));
      }
    }
    keys.added()
        .forEach(
            (name, other) ->
                report.taken.computeIfPresent(name, (any, key) -> key + " + " + other.name()));
    boolean oneHead = network.heads().isEmpty();
    left.forEach((key, entry) -> report.sort(key, entry, oneHead, newHead));
    return report;
  }

  /** The same with further keys that no variable needs, and with what was not read. */
  public KeyReport alsoIgnoring(List<String> keys, List<String> unread) {
    List<String> all = new ArrayList<>(ignored);
    all.addAll(keys);
    return new KeyReport(taken, all, initialised, missing, unexpected, misshapen, unread);
  }

  private void compare(Variable variable, Optional<Entry> entry) {
    if (entry.isEmpty()) {
      missing.add(variable.name());
      return;
    }
    List<Long> expected = AxisOrder.torchShape(variable.shape());
    if (entry.get().shape().equals(expected)) {
      taken.put(variable.name(), entry.get().name());
    } else {
      misshapen.add("%s %s not %s".formatted(entry.get().name(), entry.get().shape(), expected));
    }
  }

  private void sort(String key, Entry entry, boolean oneHead, boolean newHead) {
    boolean known =
        COUNTER.matcher(key).matches()
            || (oneHead && FURTHER_HEAD.matcher(key).matches())
            || (newHead && OWN_HEAD.matcher(key).matches());
    (known ? ignored : unexpected).add(entry.name());
  }

  /**
   * Checks that the file is the network's.
   *
   * @throws InvalidInputException naming every missing, unexpected and misshapen key
   */
  public void requireComplete(String source) {
    StringJoiner faults = new StringJoiner("; ");
    add(faults, "missing", missing);
    add(faults, "unexpected", unexpected);
    add(faults, "misshapen", misshapen);
    if (faults.length() > 0) {
      throw new InvalidInputException(
          "the state dict must match the network, got %s (%s)".formatted(faults, source));
    }
  }

  private static void add(StringJoiner faults, String kind, List<String> keys) {
    if (!keys.isEmpty()) {
      faults.add("%d %s: %s".formatted(keys.size(), kind, String.join(", ", keys)));
    }
  }
}
