package org.sourcefree.scenes;

import org.sourcefree.image.LabelMap;

/** The 19 evaluated Cityscapes classes in train-id order, with label ids and palette colour. */
public enum SceneClass {
  /** Carriageway with its lane marks, crossings and tram rails. */
  ROAD(7, 3, 0x804080),
  /** Pavement beside the road. */
  SIDEWALK(8, 4, 0xf423e8),
  /** Houses with their roofs. */
  BUILDING(11, 2, 0x464646),
  /** Free-standing wall. */
  WALL(12, 21, 0x66669c),
  /** Fence, the gaps between its bars included. */
  FENCE(13, 5, 0xbe9999),
  /** Lamp posts and the posts of signs and lights. */
  POLE(17, 7, 0x999999),
  /** Housing of a traffic light. */
  TRAFFIC_LIGHT(19, 15, 0xfaaa1e),
  /** Plate of a traffic sign. */
  TRAFFIC_SIGN(20, 9, 0xdcdc00),
  /** Trees and hedges. */
  VEGETATION(21, 6, 0x6b8e23),
  /** Grass. */
  TERRAIN(22, 16, 0x98fb98),
  /** Sky and clouds. */
  SKY(23, 1, 0x4682b4),
  /** Pedestrian. */
  PERSON(24, 10, 0xdc143c),
  /** Human on a bicycle or motorcycle. */
  RIDER(25, 17, 0xff0000),
  /** Car. */
  CAR(26, 8, 0x00008e),
  /** Lorry. */
  TRUCK(27, 18, 0x000046),
  /** Bus. */
  BUS(28, 19, 0x003c64),
  /** Tram. */
  TRAIN(31, 20, 0x005064),
  /** Motorcycle without its rider. */
  MOTORCYCLE(32, 12, 0x0000e6),
  /** Bicycle without its rider. */
  BICYCLE(33, 11, 0x770b20);

  private final int labelId;
  private final int synthiaId;
  private final int rgb;

  SceneClass(int labelId, int synthiaId, int rgb) {
    this.labelId = labelId;
    this.synthiaId = synthiaId;
    this.rgb = rgb;
  }

  /** Cityscapes label id, as in the label files of Cityscapes and GTA5. */
  public int labelId() {
    return labelId;
  }

  /** Cityscapes palette colour, 0xRRGGBB. */
  public int rgb() {
    return rgb;
  }

  /** The same labels with the class ids of SYNTHIA-RAND-CITYSCAPES; 0 = void where no class is. */
  static LabelMap synthiaIds(LabelMap labels) {
    byte[] table = new byte[256];
    for (SceneClass each : values()) {
      table[each.labelId] = (byte) each.synthiaId;
    }
    byte[] from = labels.ids();
    byte[] to = new byte[from.length];
    for (int i = 0; i < from.length; i++) {
      to[i] = table[from[i] & 0xFF];
    }
    return new LabelMap(labels.width(), labels.height(), to);
  }

  /** Palette of 256 colours, 0xRRGGBB, indexed by label id; black where no class is. */
  public static int[] paletteByLabelId() {
    int[] palette = new int[256];
    for (SceneClass each : values()) {
      palette[each.labelId] = each.rgb;
    }
    return palette;
  }
}
