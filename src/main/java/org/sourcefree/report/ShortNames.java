package org.sourcefree.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Class names as the headings of narrow columns. */
public final class ShortNames {
  private static final int LONGEST = 6;
  private static final Map<String, String> SHORT =
      Map.of(
          "sidewalk", "side.",
          "building", "build.",
          "traffic light", "light",
          "traffic sign", "sign",
          "vegetation", "veg.",
          "terrain", "terr.",
          "person", "pers.",
          "motorcycle", "moto.",
          "motorbike", "moto.",
          "bicycle", "bike");

  private ShortNames() {}

  /**
   * The names in their order, at most 6 characters each; those that would clash are not shortened.
   */
  public static List<String> of(List<String> names) {
    List<String> shortened = names.stream().map(ShortNames::shortened).toList();
    List<String> distinct = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      String name = shortened.get(i);
      distinct.add(Collections.frequency(shortened, name) == 1 ? name : names.get(i));
    }
    return distinct;
  }

  private static String shortened(String name) {
    String cut = name.length() <= LONGEST ? name : name.substring(0, LONGEST - 1).strip() + ".";
    return SHORT.getOrDefault(name, cut);
  }
}
