package org.sourcefree.scenes;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.sourcefree.data.CityscapesClass;

/** Hands out inks: knows how far the domain's colours have drifted and how strong textures are. */
final class ClassColours {
  private record Tone(int typical, CityscapesClass takenFor) {}

  private static final Map<CityscapesClass, Tone> TONES = tones();

  private final Appearance.Surfaces surfaces;

  ClassColours(Appearance.Surfaces surfaces) {
    this.surfaces = surfaces;
  }

  /** An ink with a fine grain. */
  Ink ink(CityscapesClass label, int rgb) {
    return ink(label, rgb, Noise.GRAIN, 0.05);
  }

  /** An ink with a texture; the contrast is the one of an undrifted domain. */
  Ink ink(CityscapesClass label, int rgb, Noise noise, double contrast) {
    return new Ink(label, colour(label, rgb), noise, contrast * surfaces.textureContrast());
  }

  /** The class's colour as this domain shows it. */
  int colour(CityscapesClass label, int rgb) {
    if (surfaces.colourDrift() == 0) {
      return rgb;
    }
    Tone own = tone(label);
    return Rgb.shifted(rgb, own.typical(), tone(own.takenFor()).typical(), surfaces.colourDrift());
  }

  /** Factor on texture strength. */
  double texture() {
    return surfaces.textureContrast();
  }

  private static Tone tone(CityscapesClass label) {
    return Objects.requireNonNull(TONES.get(label));
  }

  private static Map<CityscapesClass, Tone> tones() {
    Map<CityscapesClass, Tone> tones = new EnumMap<>(CityscapesClass.class);
    tones.put(CityscapesClass.ROAD, new Tone(0x5a595e, CityscapesClass.SIDEWALK));
    tones.put(CityscapesClass.SIDEWALK, new Tone(0xa89a92, CityscapesClass.ROAD));
    tones.put(CityscapesClass.BUILDING, new Tone(0xa98c70, CityscapesClass.WALL));
    tones.put(CityscapesClass.WALL, new Tone(0x77707f, CityscapesClass.FENCE));
    tones.put(CityscapesClass.FENCE, new Tone(0x6b5a3a, CityscapesClass.VEGETATION));
    tones.put(CityscapesClass.POLE, new Tone(0x7d858a, CityscapesClass.BUILDING));
    tones.put(CityscapesClass.TRAFFIC_LIGHT, new Tone(0x2a2824, CityscapesClass.POLE));
    tones.put(CityscapesClass.TRAFFIC_SIGN, new Tone(0xb8a878, CityscapesClass.BUILDING));
    tones.put(CityscapesClass.VEGETATION, new Tone(0x44682c, CityscapesClass.TERRAIN));
    tones.put(CityscapesClass.TERRAIN, new Tone(0x8aa24e, CityscapesClass.VEGETATION));
    tones.put(CityscapesClass.SKY, new Tone(0xa6c3e4, CityscapesClass.BUILDING));
    tones.put(CityscapesClass.PERSON, new Tone(0x704840, CityscapesClass.CAR));
    tones.put(CityscapesClass.RIDER, new Tone(0xb0602c, CityscapesClass.PERSON));
    tones.put(CityscapesClass.CAR, new Tone(0x5c6478, CityscapesClass.BUS));
    tones.put(CityscapesClass.TRUCK, new Tone(0xb8b4a8, CityscapesClass.BUS));
    tones.put(CityscapesClass.BUS, new Tone(0xb84c30, CityscapesClass.TRAIN));
    tones.put(CityscapesClass.TRAIN, new Tone(0x5c9490, CityscapesClass.TRUCK));
    tones.put(CityscapesClass.MOTORCYCLE, new Tone(0x3a3234, CityscapesClass.BICYCLE));
    tones.put(CityscapesClass.BICYCLE, new Tone(0x6c8c98, CityscapesClass.MOTORCYCLE));
    return tones;
  }
}
