package org.sourcefree.data.scenes;

/** The 19 evaluated Cityscapes classes in train-id order, with label id and palette colour. */
public enum SceneClass {
  /** Carriageway with its lane marks, crossings and tram rails. */
  ROAD(7, 0x804080),
  /** Pavement beside the road. */
  SIDEWALK(8, 0xf423e8),
  /** Houses with their roofs. */
  BUILDING(11, 0x464646),
  /** Free-standing wall. */
  WALL(12, 0x66669c),
  /** Fence, the gaps between its bars included. */
  FENCE(13, 0xbe9999),
  /** Lamp posts and the posts of signs and lights. */
  POLE(17, 0x999999),
  /** Housing of a traffic light. */
  TRAFFIC_LIGHT(19, 0xfaaa1e),
  /** Plate of a traffic sign. */
  TRAFFIC_SIGN(20, 0xdcdc00),
  /** Trees and hedges. */
  VEGETATION(21, 0x6b8e23),
  /** Grass. */
  TERRAIN(22, 0x98fb98),
  /** Sky and clouds. */
  SKY(23, 0x4682b4),
  /** Pedestrian. */
  PERSON(24, 0xdc143c),
  /** Human on a bicycle or motorcycle. */
  RIDER(25, 0xff0000),
  /** Car. */
  CAR(26, 0x00008e),
  /** Lorry. */
  TRUCK(27, 0x000046),
  /** Bus. */
  BUS(28, 0x003c64),
  /** Tram. */
  TRAIN(31, 0x005064),
  /** Motorcycle without its rider. */
  MOTORCYCLE(32, 0x0000e6),
  /** Bicycle without its rider. */
  BICYCLE(33, 0x770b20);

  private final int labelId;
  private final int rgb;

  SceneClass(int labelId, int rgb) {
    this.labelId = labelId;
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

  /** Palette of 256 colours, 0xRRGGBB, indexed by label id; black where no class is. */
  public static int[] paletteByLabelId() {
    int[] palette = new int[256];
    for (SceneClass each : values()) {
      palette[each.labelId] = each.rgb;
    }
    return palette;
  }
}
