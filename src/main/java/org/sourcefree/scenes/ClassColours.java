package org.sourcefree.scenes;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** Hands out inks: knows how far the domain's colours have drifted and how strong textures are. */
final class ClassColours {
  private record Tone(int typical, SceneClass takenFor) {}

  private static final Map<SceneClass, Tone> TONES = tones();

  private final Appearance.Surfaces surfaces;

  ClassColours(Appearance.Surfaces surfaces) {
    this.surfaces = surfaces;
  }

  /** An ink with a fine grain. */
  Ink ink(SceneClass label, int rgb) {
    return ink(label, rgb, Noise.GRAIN, 0.05);
  }

  /** An ink with a texture; the contrast is the one of an undrifted domain. */
  Ink ink(SceneClass label, int rgb, Noise noise, double contrast) {
    return new Ink(label, colour(label, rgb), noise, contrast * surfaces.textureContrast());
  }

  /** The class's colour as this domain shows it. */
  int colour(SceneClass label, int rgb) {
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

  private static Tone tone(SceneClass label) {
    return Objects.requireNonNull(TONES.get(label));
  }

  private static Map<SceneClass, Tone> tones() {
    Map<SceneClass, Tone> tones = new EnumMap<>(SceneClass.class);
    tones.put(SceneClass.ROAD, new Tone(0x5a595e, SceneClass.SIDEWALK));
    tones.put(SceneClass.SIDEWALK, new Tone(0xa89a92, SceneClass.ROAD));
    tones.put(SceneClass.BUILDING, new Tone(0xa98c70, SceneClass.WALL));
    tones.put(SceneClass.WALL, new Tone(0x77707f, SceneClass.FENCE));
    tones.put(SceneClass.FENCE, new Tone(0x6b5a3a, SceneClass.VEGETATION));
    tones.put(SceneClass.POLE, new Tone(0x7d858a, SceneClass.BUILDING));
    tones.put(SceneClass.TRAFFIC_LIGHT, new Tone(0x2a2824, SceneClass.POLE));
    tones.put(SceneClass.TRAFFIC_SIGN, new Tone(0xb8a878, SceneClass.BUILDING));
    tones.put(SceneClass.VEGETATION, new Tone(0x44682c, SceneClass.TERRAIN));
    tones.put(SceneClass.TERRAIN, new Tone(0x8aa24e, SceneClass.VEGETATION));
    tones.put(SceneClass.SKY, new Tone(0xa6c3e4, SceneClass.BUILDING));
    tones.put(SceneClass.PERSON, new Tone(0x704840, SceneClass.CAR));
    tones.put(SceneClass.RIDER, new Tone(0xb0602c, SceneClass.PERSON));
    tones.put(SceneClass.CAR, new Tone(0x5c6478, SceneClass.BUS));
    tones.put(SceneClass.TRUCK, new Tone(0xb8b4a8, SceneClass.BUS));
    tones.put(SceneClass.BUS, new Tone(0xb84c30, SceneClass.TRAIN));
    tones.put(SceneClass.TRAIN, new Tone(0x5c9490, SceneClass.TRUCK));
    tones.put(SceneClass.MOTORCYCLE, new Tone(0x3a3234, SceneClass.BICYCLE));
    tones.put(SceneClass.BICYCLE, new Tone(0x6c8c98, SceneClass.MOTORCYCLE));
    return tones;
  }
}
