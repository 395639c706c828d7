package org.sourcefree.data.crop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sourcefree.image.ImageSize;
import org.sourcefree.image.LabelMap;
import org.sourcefree.image.Window;
import org.sourcefree.testing.GoldenMeta;
import org.sourcefree.testing.Npy;

/** Rare classes and the crops on them, on the authors' vectors. */
class RareClassesTest {
  private static final RareClasses RARE = new RareClasses(0.001, 0.8);

  /** Gives the numbers that a view of the authors' code drew. */
  private static final class Recorded implements RandomGenerator {
    private final double[] draws;
    private int next;

    private Recorded(double... draws) {
      this.draws = draws;
    }

    @Override
    public double nextDouble() {
      return draws[next++];
    }

    @Override
    public int nextInt(int bound) {
      int value = (int) draws[next++];
      assertThat(value).isLessThan(bound);
      return value;
    }

    @Override
    public long nextLong() {
      throw new AssertionError("no other number is drawn");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"mine_a", "mine_b"})
  void cropsMatchTheAuthorsCode(String name) {
    JsonNode scalars = GoldenMeta.read("crst").get("cases").get(name).get("scalars");
    Npy ids = golden(name, "label");
    LabelMap labels = new LabelMap((int) ids.shape()[1], (int) ids.shape()[0], ids.bytes());
    JsonNode crop = scalars.get("crop");
    ImageSize size = new ImageSize(crop.get(1).asInt(), crop.get(0).asInt());
    List<Integer> mined = new ArrayList<>();
    scalars.get("mine").forEach(c -> mined.add(c.asInt()));
    RareClasses settings = new RareClasses(0.001, scalars.get("chance").asDouble());
    double[] draws = golden(name, "draws").doubles();
    byte[] expected = golden(name, "crop_label").bytes();
    int pixels = size.width() * size.height();
    for (int i = 0; i < draws.length / 3; i++) {
      Recorded random = new Recorded(draws[3 * i], draws[3 * i + 1], draws[3 * i + 2]);
      Window window = settings.window(labels, size, mined, random);
      assertThat(cropped(labels, window))
          .as("view %d", i)
          .isEqualTo(Arrays.copyOfRange(expected, i * pixels, (i + 1) * pixels));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"cbst_a", "cbst_c", "lrent_a", "lrent_b"})
  void rareClassesMatchTheAuthorsCode(String name) {
    List<Long> sizes = new ArrayList<>();
    for (double size : golden(name, "class_size").doubles()) {
      sizes.add((long) size);
    }
    List<Integer> expected = new ArrayList<>();
    for (long c : golden(name, "mine").longs()) {
      expected.add((int) c);
    }
    assertThat(RARE.of(sizes)).isEqualTo(expected);
  }

  @Test
  void withoutARareClassTheWholeImageIsDrawnFrom() {
    LabelMap labels = LabelMap.filled(5, 4, 1);
    List<Window> windows = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 200; i++) {
      windows.add(RARE.window(labels, new ImageSize(3, 3), List.of(0, 2), random));
    }
    assertThat(windows.stream().distinct()).hasSize(6);
  }

  @Test
  void refusesBadValues() {
    assertThatThrownBy(() -> new RareClasses(0, 0.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("below must be in (0, 1], got 0.0");
    assertThatThrownBy(() -> new RareClasses(0.1, Double.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("chance must be in [0, 1], got NaN");
  }

  private static byte[] cropped(LabelMap labels, Window window) {
    byte[] ids = new byte[window.width() * window.height()];
    for (int i = 0; i < ids.length; i++) {
      int x = window.x() + i % window.width();
      int y = window.y() + i / window.width();
      boolean inside = x < labels.width() && y < labels.height();
      ids[i] = inside ? labels.ids()[y * labels.width() + x] : (byte) 255;
    }
    return ids;
  }

  private static Npy golden(String name, String array) {
    return Npy.read("golden/crst/" + name + "_" + array + ".npy");
  }
}
