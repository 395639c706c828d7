package org.sourcefree.torch;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.sourcefree.InvalidInputException;
import org.sourcefree.network.Head;
import org.sourcefree.network.deeplab.DeepLabV2;
import org.sourcefree.torch.TensorFile.Entry;

/**
 * A state dict whose head is named {@code layer5}, as ours is. Methods that train on two levels
 * (AdaptSegNet, ADVENT) have {@code layer5} on stage 3 and {@code layer6}, the main head, on stage
 * 4.
 *
 * @param entries by bare key; the head that was chosen under {@code layer5}, another one under
 *     {@code layer6}
 * @param added by bare key, what is added to the head's tensors; empty but for a sum
 * @param note which head it is, in a line; empty if there is but {@code layer5}
 * @param further the one under {@code layer6}, its dilations still to be told, where it is kept
 */
record Heads(
    Map<String, Entry> entries,
    Map<String, Entry> added,
    Optional<String> note,
    Optional<Head> further) {
  private static final String OURS = "layer5.";
  private static final String OTHER = "layer6.";
  private static final String FIRST_KERNEL = "conv2d_list.0.weight";
  private static final int STAGE_3 = 16;
  private static final int STAGE_4 = 32;
  private static final List<Integer> UNTOLD = List.of(1);

  private Heads(Map<String, Entry> entries, Map<String, Entry> added, Optional<String> note) {
    this(entries, added, note, Optional.empty());
  }

  /**
   * Chooses.
   *
   * @param found by bare key
   * @throws InvalidInputException if the file lacks what was chosen, or two heads are on stage 4
   *     and none was
   */
  static Heads of(Map<String, Entry> found, HeadChoice choice) {
    boolean first = isPresent(found, OURS);
    boolean second = isPresent(found, OTHER);
    HeadChoice chosen = choice == HeadChoice.ON_STAGE_4 ? onStage4(found) : choice;
    if (chosen == HeadChoice.NEW || (chosen == HeadChoice.LAYER5 && first && !second)) {
      return new Heads(found, Map.of(), Optional.empty());
    }
    boolean lacksFirst = !first && chosen != HeadChoice.LAYER6;
    if (lacksFirst || (!second && chosen != HeadChoice.LAYER5)) {
      return lacking(found, choice, lacksFirst ? "layer5" : "layer6");
    }
    return switch (chosen) {
      case LAYER6 -> new Heads(swapped(found), Map.of(), Optional.of(note(found, OTHER, OURS)));
      case SUM -> sum(found);
      case BOTH -> both(found);
      default -> new Heads(found, Map.of(), Optional.of(note(found, OURS, OTHER)));
    };
  }

  private static HeadChoice onStage4(Map<String, Entry> found) {
    boolean first = isOn(found, OURS, STAGE_4);
    boolean second = isOn(found, OTHER, STAGE_4);
    if (first && second) {
      throw new InvalidInputException(
          "the checkpoint has two heads on stage 4, layer5 and layer6; --head layer5, layer6 or sum says which");
    }
    boolean only = isPresent(found, OTHER) && !isPresent(found, OURS);
    return second || only ? HeadChoice.LAYER6 : HeadChoice.LAYER5;
  }

  /** A file without any head is judged key by key. */
  private static Heads lacking(Map<String, Entry> found, HeadChoice choice, String head) {
    if (choice == HeadChoice.ON_STAGE_4) {
      return new Heads(found, Map.of(), Optional.empty());
    }
    throw new InvalidInputException(
        "the checkpoint must have the head %s for --head, found none".formatted(head));
  }

  private static Map<String, Entry> swapped(Map<String, Entry> found) {
    Map<String, Entry> entries = new LinkedHashMap<>();
    found.forEach((key, entry) -> entries.put(swapped(key), entry));
    return entries;
  }

  private static String swapped(String key) {
    if (key.startsWith(OURS)) {
      return OTHER + key.substring(OURS.length());
    }
    return key.startsWith(OTHER) ? OURS + key.substring(OTHER.length()) : key;
  }

  /** The key of a network's variable in the field's code, from its name and the other way round. */
  static String key(DeepLabV2 network, String name) {
    List<Head> further = network.heads().orElse(List.of());
    boolean twoLevels = further.size() == 1 && further.get(0).afterStage() == 3;
    return twoLevels ? swapped(name) : name;
  }

  private static Heads both(Map<String, Entry> found) {
    boolean first = isOn(found, OURS, STAGE_4);
    boolean second = isOn(found, OTHER, STAGE_4);
    if (first && second) {
      Head head = new Head("second", 4, UNTOLD, Optional.of(true));
      String note = "layer5, and layer6, whose scores are added, as second";
      return new Heads(found, Map.of(), Optional.of(note), Optional.of(head));
    }
    if (!(second && isOn(found, OURS, STAGE_3)) && !(first && isOn(found, OTHER, STAGE_3))) {
      throw new InvalidInputException(
          "--head both needs a head on stage 4, and another there or on stage 3");
    }
    Head head = new Head("auxiliary", 3, UNTOLD, Optional.empty());
    String note = second ? note(found, OTHER, OURS) : note(found, OURS, OTHER);
    return new Heads(
        second ? swapped(found) : found, Map.of(), Optional.of(note), Optional.of(head));
  }

  private static Heads sum(Map<String, Entry> found) {
    if (!shapes(found, OURS).equals(shapes(found, OTHER))) {
      throw new InvalidInputException(
          "--head sum needs two heads of the same shapes, but layer5 and layer6 differ");
    }
    Map<String, Entry> added = new LinkedHashMap<>();
    Map<String, Entry> entries = new LinkedHashMap<>(found);
    for (String part : shapes(found, OTHER).keySet()) {
      added.put(OURS + part, Objects.requireNonNull(entries.remove(OTHER + part)));
    }
    return new Heads(entries, added, Optional.of("the sum of layer5 and layer6"));
  }

  private static Map<String, List<Long>> shapes(Map<String, Entry> found, String head) {
    Map<String, List<Long>> shapes = new LinkedHashMap<>();
    found.forEach(
        (key, entry) -> {
          if (key.startsWith(head)) {
            shapes.put(key.substring(head.length()), entry.shape());
          }
        });
    return shapes;
  }

  private static String note(Map<String, Entry> found, String chosen, String other) {
    String name = bare(chosen) + (isOn(found, chosen, STAGE_4) ? ", on stage 4" : "");
    if (!isPresent(found, other)) {
      return name;
    }
    return "%s; %s %s"
        .formatted(
            name,
            bare(other),
            isOn(found, other, STAGE_3) ? "is the auxiliary head on stage 3" : "is left out");
  }

  private static String bare(String prefix) {
    return prefix.substring(0, prefix.length() - 1);
  }

  private static boolean isPresent(Map<String, Entry> found, String head) {
    return found.keySet().stream().anyMatch(key -> key.startsWith(head));
  }

  /** Whether a head reads so many times conv1's channels. */
  private static boolean isOn(Map<String, Entry> found, String head, int times) {
    List<Long> stem = shape(found, "conv1.weight");
    List<Long> kernel = shape(found, head + FIRST_KERNEL);
    return stem.size() == 4 && kernel.size() == 4 && kernel.get(1) == times * stem.get(0);
  }

  private static List<Long> shape(Map<String, Entry> found, String key) {
    return Optional.ofNullable(found.get(key)).map(Entry::shape).orElse(List.of());
  }
}
