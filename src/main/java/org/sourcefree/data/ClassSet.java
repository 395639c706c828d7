package org.sourcefree.data;

import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.sourcefree.PlainText;

/**
 * The classes a network tells apart, in the order of their train ids 0…C − 1.
 *
 * @param names distinct, 2 to 255
 * @param colours 0xRRGGBB of each class, for palettes and overlays
 */
public record ClassSet(List<String> names, List<Integer> colours) {
  /** The train id of a pixel that counts in no loss and no metric. */
  public static final int IGNORE = 255;

  /** Checks the counts and that the names differ. */
  public ClassSet {
    names = List.copyOf(names);
    colours = List.copyOf(colours);
    if (names.size() < 2 || names.size() > IGNORE) {
      throw new IllegalArgumentException(
          "names must hold 2 to 255 classes, got %d".formatted(names.size()));
    }
    if (names.stream().anyMatch(String::isBlank)) {
      throw new IllegalArgumentException("names must not be blank, got %s".formatted(names));
    }
    if (!names.stream().allMatch(PlainText::isPlain)) {
      throw new IllegalArgumentException(
          "names must hold no control characters, got %s".formatted(names));
    }
    if (new HashSet<>(names).size() != names.size()) {
      throw new IllegalArgumentException("names must be distinct, got %s".formatted(names));
    }
    if (colours.size() != names.size()) {
      throw new IllegalArgumentException(
          "colours must be as many as names (%d), got %d".formatted(names.size(), colours.size()));
    }
    for (int colour : colours) {
      if (colour < 0 || colour > 0xFFFFFF) {
        throw new IllegalArgumentException(
            "colours must lie in 0x000000…0xFFFFFF, got %#x".formatted(colour));
      }
    }
  }

  /** Classes with the distinct colours of the Pascal VOC palette. */
  public static ClassSet named(List<String> names) {
    return new ClassSet(
        names, IntStream.range(1, names.size() + 1).mapToObj(ClassSet::voc).toList());
  }

  /** Every third bit of the index, from the lowest, is a channel's next bit from the highest. */
  private static int voc(int index) {
    int colour = 0;
    for (int bit = 0; bit < 8; bit++) {
      for (int channel = 0; channel < 3; channel++) {
        int set = (index >> (3 * bit + channel)) & 1;
        colour |= set << (7 - bit + 8 * (2 - channel));
      }
    }
    return colour;
  }

  /** Palette of 256 colours, 0xRRGGBB, indexed by train id; black where no class is. */
  public int[] palette() {
    int[] palette = new int[256];
    for (int c = 0; c < colours.size(); c++) {
      palette[c] = colours.get(c);
    }
    return palette;
  }

  /** C, the number of classes. */
  public int size() {
    return names.size();
  }

  /** The train id of a class, empty if it is not in the set. */
  public OptionalInt trainId(String name) {
    int id = names.indexOf(name);
    return id < 0 ? OptionalInt.empty() : OptionalInt.of(id);
  }
}
