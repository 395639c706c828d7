package org.sourcefree.data;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.sourcefree.InvalidInputException;
import org.sourcefree.image.LabelMap;

/**
 * The 19 evaluated Cityscapes classes in train-id order, with the ids that label files use for them
 * (cityscapesScripts' labels.py; RAND_CITYSCAPES' README for SYNTHIA) and their colours.
 */
public enum CityscapesClass {
  /** Carriageway with its lane marks, crossings and tram rails. */
  ROAD("road", 7, 3, 0x804080),
  /** Pavement beside the road. */
  SIDEWALK("sidewalk", 8, 4, 0xf423e8),
  /** House with its roof. */
  BUILDING("building", 11, 2, 0x464646),
  /** Free-standing wall. */
  WALL("wall", 12, 21, 0x66669c),
  /** Fence, the gaps between its bars included. */
  FENCE("fence", 13, 5, 0xbe9999),
  /** Lamp posts and the posts of signs and lights. */
  POLE("pole", 17, 7, 0x999999),
  /** Housing of a traffic light. */
  TRAFFIC_LIGHT("traffic light", 19, 15, 0xfaaa1e),
  /** Plate of a traffic sign. */
  TRAFFIC_SIGN("traffic sign", 20, 9, 0xdcdc00),
  /** Trees and hedges. */
  VEGETATION("vegetation", 21, 6, 0x6b8e23),
  /** Grass. */
  TERRAIN("terrain", 22, 16, 0x98fb98),
  /** Sky and clouds. */
  SKY("sky", 23, 1, 0x4682b4),
  /** Pedestrian. */
  PERSON("person", 24, 10, 0xdc143c),
  /** Human on a bicycle or motorcycle. */
  RIDER("rider", 25, 17, 0xff0000),
  /** Car. */
  CAR("car", 26, 8, 0x00008e),
  /** Lorry. */
  TRUCK("truck", 27, 18, 0x000046),
  /** Bus. */
  BUS("bus", 28, 19, 0x003c64),
  /** Train or tram. */
  TRAIN("train", 31, 20, 0x005064),
  /** Motorcycle without its rider. */
  MOTORCYCLE("motorcycle", 32, 12, 0x0000e6),
  /** Bicycle without its rider. */
  BICYCLE("bicycle", 33, 11, 0x770b20);

  private final String className;
  private final int labelId;
  private final int synthiaId;
  private final int colour;

  CityscapesClass(String className, int labelId, int synthiaId, int colour) {
    this.className = className;
    this.labelId = labelId;
    this.synthiaId = synthiaId;
    this.colour = colour;
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

  /** Cityscapes label id, as in the label files of Cityscapes and GTA5. */
  public int labelId() {
    return labelId;
  }

  /** Class id of SYNTHIA-RAND-CITYSCAPES. */
  public int synthiaId() {
    return synthiaId;
  }

  /** Colour of Cityscapes' palette, 0xRRGGBB. */
  public int colour() {
    return colour;
  }

  /** Palette of 256 colours, 0xRRGGBB, indexed by label id; black where no class is. */
  public static int[] paletteByLabelId() {
    int[] palette = new int[256];
    for (CityscapesClass each : values()) {
      palette[each.labelId] = each.colour;
    }
    return palette;
  }

  /** Train ids in place of Cityscapes' label ids; 255 where no class is. */
  public static LabelMap trainIds(LabelMap labelIds) {
    byte[] table = new byte[256];
    Arrays.fill(table, (byte) ClassSet.IGNORE);
    for (CityscapesClass each : values()) {
      table[each.labelId] = (byte) each.trainId();
    }
    return labelIds.translated(table);
  }

  /** SYNTHIA's class ids in place of Cityscapes' label ids; 0 = void where no class is. */
  public static LabelMap synthiaIds(LabelMap labelIds) {
    byte[] table = new byte[256];
    for (CityscapesClass each : values()) {
      table[each.labelId] = (byte) each.synthiaId;
    }
    return labelIds.translated(table);
  }
}
