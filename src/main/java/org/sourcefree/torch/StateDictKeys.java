package org.sourcefree.torch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sourcefree.InvalidInputException;
import org.sourcefree.network.Head;
import org.sourcefree.network.deeplab.DeepLabV2;
import org.sourcefree.torch.TensorFile.Entry;

/**
 * The tensors of a DeepLab-V2 state dict by their bare keys, and the architecture that keys and
 * shapes tell: stages from the blocks that occur, width from conv1, classes from the head.
 */
public final class StateDictKeys {
  private static final List<String> PREFIXES = List.of("module.", "Scale.");
  private static final Pattern BLOCK = Pattern.compile("layer([1-4])\\.(0|[1-9]\\d{0,4})\\..+");
  private static final Pattern BRANCH =
      Pattern.compile("layer5\\.conv2d_list\\.(0|[1-9]\\d{0,2})\\.(weight|bias)");
  private static final List<Integer> DEEPLAB_RATES = List.of(6, 12, 18, 24);
  private static final int STEM_CHANNELS = 64;

  private final String source;
  private final Heads heads;
  private final Map<String, Entry> entries;

  /**
   * Strips {@code module.} and {@code Scale.} from every key and names the head {@code layer5}.
   *
   * @param source what to call the file in messages
   * @throws InvalidInputException if two keys become the same, or the head cannot be chosen
   */
  public StateDictKeys(String source, List<Entry> tensors, HeadChoice head) {
    this.source = source;
    Map<String, Entry> found = new LinkedHashMap<>();
    for (Entry tensor : tensors) {
      Entry other = found.put(bare(tensor.name()), tensor);
      if (other != null) {
        throw new InvalidInputException(
            "keys must differ without their prefixes, got %s and %s (%s)"
                .formatted(other.name(), tensor.name(), source));
      }
    }
    try {
      heads = Heads.of(found, head);
    } catch (InvalidInputException e) {
      throw new InvalidInputException("%s (%s)".formatted(e.getMessage(), source), e);
    }
    entries = heads.entries();
  }

  private static String bare(String key) {
    int start = 0;
    boolean found = true;
    while (found) {
      found = false;
      for (String prefix : PREFIXES) {
        if (key.startsWith(prefix, start)) {
          start += prefix.length();
          found = true;
        }
      }
    }
    return key.substring(start);
  }

  /** The tensors by bare key, in the file's order. */
  Map<String, Entry> entries() {
    return entries;
  }

  /** By bare key, what is added to a tensor; empty unless the head is the sum of two. */
  Map<String, Entry> added() {
    return heads.added();
  }

  /** Which of the file's heads was chosen, in a line; empty if there is nothing to choose. */
  public Optional<String> head() {
    return heads.note();
  }

  /** What the file is called in messages. */
  String source() {
    return source;
  }

  /**
   * The architecture.
   *
   * @param atrousRates the head's, which no shape tells; DeepLab-V2's own for four branches if
   *     empty
   * @throws InvalidInputException if keys or shapes are not a DeepLab-V2's, or rates are needed
   */
  public DeepLabV2 architecture(Optional<List<Integer>> atrousRates) {
    Entry stem = entries.get("conv1.weight");
    if (stem == null || stem.shape().size() != 4) {
      throw new InvalidInputException(
          "a DeepLab-V2 state dict must have conv1.weight, [channels, 3, 7, 7], found %s (%s)"
              .formatted(
                  stem == null ? "keys like " + some() : String.valueOf(stem.shape()), source));
    }
    try {
      double width = stem.shape().get(0) / (double) STEM_CHANNELS;
      List<Integer> rates = rates(atrousRates);
      Optional<List<Head>> further =
          heads
              .further()
              .map(head -> new Head(head.name(), head.afterStage(), rates, head.predicts()))
              .map(List::of);
      return new DeepLabV2(stages(), width, rates, further, Optional.empty());
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException("%s (%s)".formatted(e.getMessage(), source), e);
    }
  }

  /** C of the file's head; empty if it has none. */
  public Optional<Long> classes() {
    Entry bias = entries.get("layer5.conv2d_list.0.bias");
    return bias == null || bias.shape().size() != 1
        ? Optional.empty()
        : Optional.of(bias.shape().get(0));
  }

  private List<Integer> stages() {
    List<Integer> stages = new ArrayList<>();
    for (int stage = 1; stage <= 4; stage++) {
      TreeSet<Integer> blocks = new TreeSet<>();
      for (String key : entries.keySet()) {
        Matcher block = BLOCK.matcher(key);
        if (block.matches() && Integer.parseInt(block.group(1)) == stage) {
          blocks.add(Integer.valueOf(block.group(2)));
        }
      }
      // An absent stage counts as one block, whose keys are then named as missing.
      stages.add(Math.max(1, blocks.size()));
    }
    return stages;
  }

  private List<Integer> rates(Optional<List<Integer>> given) {
    TreeSet<Integer> branches = new TreeSet<>();
    for (String key : entries.keySet()) {
      Matcher branch = BRANCH.matcher(key);
      if (branch.matches()) {
        branches.add(Integer.valueOf(branch.group(1)));
      }
    }
    List<Integer> rates = given.orElse(DEEPLAB_RATES);
    if (!branches.isEmpty() && given.isEmpty() && branches.size() != rates.size()) {
      throw new InvalidInputException(
          "the head has %d branches whose dilations no key tells; --atrous-rates must name them (%s)"
              .formatted(branches.size(), source));
    }
    return rates;
  }

  private String some() {
    return entries.keySet().stream().limit(3).toList().toString();
  }
}
