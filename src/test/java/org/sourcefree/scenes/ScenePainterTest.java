package org.sourcefree.scenes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.sourcefree.data.CityscapesClass;
import org.sourcefree.scenes.Appearance.Light;
import org.sourcefree.scenes.Appearance.Sensor;

class ScenePainterTest {
  private static final int SCENES = 40;

  @Test
  void drawsTheSameBytesFromTheSameSeed() {
    ScenePainter painter = new ScenePainter(Pairs.SHIFTED, 160, 80);
    Scene first = painter.paint(5);
    Scene again = painter.paint(5);
    assertThat(again.image().pixels()).isEqualTo(first.image().pixels());
    assertThat(again.labels().ids()).isEqualTo(first.labels().ids());
  }

  @Test
  void drawsAnotherSceneFromAnotherSeed() {
    ScenePainter painter = new ScenePainter(Pairs.PLAIN, 160, 80);
    assertThat(painter.paint(5).labels().ids()).isNotEqualTo(painter.paint(6).labels().ids());
  }

  @Test
  void drawsAnySize() {
    Scene scene = new ScenePainter(Pairs.PLAIN, 99, 51).paint(1);
    assertThat(scene.image().pixels()).hasSize(3 * 99 * 51);
    assertThat(scene.labels().ids()).hasSize(99 * 51);
  }

  @Test
  void showsEveryClassAsOftenAsAStreetDoes() {
    for (Appearance domain : new Appearance[] {Pairs.PLAIN, Pairs.SHIFTED}) {
      Map<CityscapesClass, Double> share = shares(domain);
      assertThat(share.get(CityscapesClass.ROAD)).isBetween(0.25, 0.45);
      assertThat(share.get(CityscapesClass.BUILDING)).isBetween(0.12, 0.28);
      assertThat(share.get(CityscapesClass.VEGETATION)).isBetween(0.07, 0.22);
      assertThat(share.get(CityscapesClass.SKY)).isBetween(0.02, 0.14);
      assertThat(share.get(CityscapesClass.CAR)).isBetween(0.02, 0.1);
      assertThat(share.get(CityscapesClass.SIDEWALK)).isBetween(0.02, 0.1);
      for (CityscapesClass each : CityscapesClass.values()) {
        assertThat(share.get(each)).as(each.name()).isGreaterThan(0.001);
      }
    }
  }

  @Test
  void labelsEveryPixelWithAnEvaluatedClass() {
    Set<Integer> legal = new TreeSet<>();
    for (CityscapesClass each : CityscapesClass.values()) {
      legal.add(each.labelId());
    }
    Set<Integer> found = new TreeSet<>();
    ScenePainter painter = new ScenePainter(Pairs.PLAIN, 256, 128);
    for (int seed = 0; seed < 5; seed++) {
      for (byte id : painter.paint(seed).labels().ids()) {
        found.add(id & 255);
      }
    }
    assertThat(legal).containsAll(found);
  }

  @Test
  void keepsLayoutAndLabelsWhenOnlyAppearanceKnobsTurn() {
    Appearance plain = Pairs.PLAIN;
    Appearance dressed =
        new Appearance(
            plain.view(),
            Pairs.SHIFTED.surfaces(),
            Pairs.SHIFTED.light(),
            Pairs.SHIFTED.sensor(),
            plain.objects());
    Scene before = new ScenePainter(plain, 160, 80).paint(3);
    Scene after = new ScenePainter(dressed, 160, 80).paint(3);
    assertThat(after.labels().ids()).isEqualTo(before.labels().ids());
    assertThat(after.image().pixels()).isNotEqualTo(before.image().pixels());
  }

  @Test
  void leavesTheMeanOfTheSamplesWhereNoKnobIsTurned() {
    Canvas canvas = new Canvas(4, 2);
    int[] greys = {10, 20, 31, 31, 40, 50, 31, 31};
    for (int i = 0; i < 8; i++) {
      int rgb = Rgb.of(greys[i], greys[i], greys[i]);
      canvas.put(i % 4, i / 4, CityscapesClass.CAR, rgb, 50);
    }
    Scene scene = new Exposure(Light.neutral(), new Sensor(0, 0)).develop(canvas, new Dice(1));
    assertThat(scene.image().pixels()).containsExactly(30, 30, 30, 31, 31, 31);
    assertThat(scene.labels().ids()).containsExactly(26, 26);
  }

  private static Map<CityscapesClass, Double> shares(Appearance domain) {
    ScenePainter painter = new ScenePainter(domain, 256, 128);
    long[] counts = new long[256];
    for (int seed = 0; seed < SCENES; seed++) {
      for (byte id : painter.paint(seed).labels().ids()) {
        counts[id & 255]++;
      }
    }
    Map<CityscapesClass, Double> shares = new EnumMap<>(CityscapesClass.class);
    for (CityscapesClass each : CityscapesClass.values()) {
      shares.put(each, counts[each.labelId()] / (256.0 * 128 * SCENES));
    }
    return shares;
  }
}
