package org.sourcefree.data;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * Classes of one's own, in the order of their train ids.
 *
 * @param names distinct, 2 to 255
 * @param palette a colour for each, {@code "#804020"}, distinct; those of Pascal VOC if left out
 */
public record OwnClasses(List<String> names, Optional<List<String>> palette) {

  /** Checks the counts and that names and colours differ. */
  public OwnClasses {
    names = List.copyOf(names);
    palette = palette.map(List::copyOf);
    List<Integer> colours = set(names, palette).colours();
    if (new HashSet<>(colours).size() != colours.size()) {
      throw new IllegalArgumentException(
          "palette must hold distinct colours, got " + palette.orElse(List.of()));
    }
  }

  /** The same as a class set. */
  public ClassSet set() {
    return set(names, palette);
  }

  private static ClassSet set(List<String> names, Optional<List<String>> palette) {
    if (palette.isEmpty()) {
      return ClassSet.named(names);
    }
    if (palette.get().size() != names.size()) {
      throw new IllegalArgumentException(
          "palette must hold as many colours as there are names (%d), got %d"
              .formatted(names.size(), palette.get().size()));
    }
    List<Integer> colours =
        palette.get().stream().map(colour -> HexColour.parse(colour, "palette")).toList();
    return new ClassSet(names, colours);
  }
}
