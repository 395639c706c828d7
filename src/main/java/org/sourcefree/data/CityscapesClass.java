package org.sourcefree.data;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.sourcefree.InvalidInputException;

/**
 * The 19 evaluated Cityscapes classes in train-id order, with the ids that label files use for them
 * (cityscapesScripts' labels.py; RAND_CITYSCAPES' README for SYNTHIA).
 */
enum CityscapesClass {
  ROAD("road", 7, 3, 128, 64, 128),
  SIDEWALK("sidewalk", 8, 4, 244, 35, 232),
  BUILDING("building", 11, 2, 70, 70, 70),
  WALL("wall", 12, 21, 102, 102, 156),
  FENCE("fence", 13, 5, 190, 153, 153),
  POLE("pole", 17, 7, 153, 153, 153),
  TRAFFIC_LIGHT("traffic light", 19, 15, 250, 170, 30),
  TRAFFIC_SIGN("traffic sign", 20, 9, 220, 220, 0),
  VEGETATION("vegetation", 21, 6, 107, 142, 35),
  TERRAIN("terrain", 22, 16, 152, 251, 152),
  SKY("sky", 23, 1, 70, 130, 180),
  PERSON("person", 24, 10, 220, 20, 60),
  RIDER("rider", 25, 17, 255, 0, 0),
  CAR("car", 26, 8, 0, 0, 142),
  TRUCK("truck", 27, 18, 0, 0, 70),
  BUS("bus", 28, 19, 0, 60, 100),
  TRAIN("train", 31, 20, 0, 80, 100),
  MOTORCYCLE("motorcycle", 32, 12, 0, 0, 230),
  BICYCLE("bicycle", 33, 11, 119, 11, 32);

  private final String className;
  private final int labelId;
  private final int synthiaId;
  private final int colour;

  CityscapesClass(String className, int labelId, int synthiaId, int red, int green, int blue) {
    this.className = className;
    this.labelId = labelId;
    this.synthiaId = synthiaId;
    this.colour = red << 16 | green << 8 | blue;
  }

  /**
   * The class of that name.
   *
   * @throws InvalidInputException if there is none
   */
  static CityscapesClass named(String name) {
    for (CityscapesClass known : values()) {
      if (known.className.equals(name)) {
        return known;
      }
    }
    String all =
        Arrays.stream(values()).map(CityscapesClass::className).collect(Collectors.joining(", "));
    throw new InvalidInputException(
        "class \"%s\" must be one that labels have, which are %s".formatted(name, all));
  }

  /** Whether there is a class of that name. */
  static boolean isKnown(String name) {
    return Arrays.stream(values()).anyMatch(each -> each.className.equals(name));
  }

  String className() {
    return className;
  }

  /** Its place in the train-id order. */
  int trainId() {
    return Arrays.asList(values()).indexOf(this);
  }

  int labelId() {
    return labelId;
  }

  int synthiaId() {
    return synthiaId;
  }

  /** 0xRRGGBB. */
  int colour() {
    return colour;
  }
}
