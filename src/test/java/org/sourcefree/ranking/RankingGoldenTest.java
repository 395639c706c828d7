package org.sourcefree.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.sourcefree.testing.TestTensors.fetch;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sourcefree.data.ClassSet;
import org.sourcefree.data.Sample;
import org.sourcefree.data.StandardClasses;
import org.sourcefree.graph.Tensors;
import org.sourcefree.image.LabelMap;
import org.sourcefree.network.Network;
import org.sourcefree.ranking.RankedImages.Ranked;
import org.sourcefree.testing.GoldenMeta;
import org.sourcefree.testing.Layouts;
import org.sourcefree.testing.Npy;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** IntraDA's ranking on the vectors of the authors' code, which hold a tie. */
class RankingGoldenTest {

  @ParameterizedTest
  @ValueSource(strings = {"rank_a", "rank_b"})
  void figuresPartsAndLabelsMatch(String name) {
    JsonNode expected = meta(name);
    Npy logits = golden(name + "_logits");
    float[] means = golden(name + "_mean_entropy").floats();
    byte[] labels = golden(name + "_pseudo_labels").bytes();
    int height = expected.get("size_hw").get(0).asInt();
    int width = expected.get("size_hw").get(1).asInt();
    List<Ranked> scored = new ArrayList<>();
    for (int i = 0; i < means.length; i++) {
      try (Graph graph = new Graph();
          Session session = new Session(graph)) {
        Ops tf = Ops.create(graph);
        Operand<TFloat32> scores = scores(tf, logits, i, height, width);
        double mean = fetch(session, SelfInformation.mean(tf, scores, (int) logits.shape()[1]))[0];
        assertThat(mean).isCloseTo(means[i], within(1e-6));
        assertThat(labels(tf, session, scores))
            .isEqualTo(Arrays.copyOfRange(labels, i * width * height, (i + 1) * width * height));
        scored.add(new Ranked("img%02d".formatted(i), mean, mean));
      }
    }
    RankedImages ranked = RankedImages.of(scored, expected.get("proportion").asDouble());
    List<String> order = ranked.images().stream().map(Ranked::name).toList();
    assertThat(order.subList(0, ranked.easy())).isEqualTo(names(expected.get("easy")));
    assertThat(order.subList(ranked.easy(), order.size())).isEqualTo(names(expected.get("hard")));
  }

  @Test
  void theNormaliserCountsTheRareClassesOfThePrediction() {
    JsonNode expected = meta("normaliser");
    Npy logits = golden("normaliser_logits");
    ClassSet classes = StandardClasses.CITYSCAPES_19.set();
    assertThat(SelfInformation.rare(classes))
        .containsExactlyElementsOf(
            IntStream.range(0, expected.get("rare_ids").size())
                .mapToObj(i -> expected.get("rare_ids").get(i).asInt())
                .toList());
    for (int i = 0; i < expected.get("factor").size(); i++) {
      try (Graph graph = new Graph();
          Session session = new Session(graph)) {
        Ops tf = Ops.create(graph);
        byte[] ids = labels(tf, session, scores(tf, logits, i, 512, 1024));
        assertThat(SelfInformation.normaliser(classes, new LabelMap(1024, 512, ids)))
            .isCloseTo(expected.get("factor").get(i).asDouble(), within(1e-12));
      }
    }
  }

  @Test
  void theNormaliserOfFewerClassesCountsThoseThatAreThere() {
    ClassSet classes = StandardClasses.SYNTHIA_16.set();
    assertThat(SelfInformation.rare(classes)).hasSize(8);
    byte[] ids = {0, (byte) classes.names().indexOf("wall")};
    assertThat(SelfInformation.normaliser(classes, new LabelMap(2, 1, ids)))
        .isCloseTo(7.0 / 8 + 0.5, within(1e-12));
  }

  @Test
  void theEasyPartIsRoundedDown() {
    JsonNode sizes = meta("normaliser").get("split_sizes");
    for (String product : List.of("2975*0.67", "100*0.29", "100*0.67", "3*0.67", "1*0.67")) {
      String[] factors = product.split("\\*", -1);
      List<Ranked> scored =
          IntStream.range(0, Integer.parseInt(factors[0]))
              .mapToObj(i -> new Ranked("image " + i, 1, 1))
              .toList();
      assertThat(RankedImages.of(scored, Double.parseDouble(factors[1])).easy())
          .as(product)
          .isEqualTo(sizes.get(product).asInt());
    }
  }

  @Test
  void partsKeepTheOrderOfNamesAndForgetLabelFiles() {
    List<Sample> all =
        List.of("a", "b", "c", "d").stream()
            .map(n -> new Sample(n, Path.of(n), Optional.of(Path.of(n + "_label"))))
            .toList();
    RankedImages ranked =
        RankedImages.of(
            List.of(
                new Ranked("a", 3, 3),
                new Ranked("b", 2, 2),
                new Ranked("c", 2, 2),
                new Ranked("d", 1, 1)),
            0.5);
    assertThat(ranked.images()).extracting(Ranked::name).containsExactly("d", "b", "c", "a");
    TargetPart easy = new TargetPart(ranked.easy(all), Optional.empty());
    assertThat(easy.samples()).extracting(Sample::name).containsExactly("b", "d");
    assertThat(easy.samples()).allMatch(sample -> sample.label().isEmpty());
    assertThat(ranked.hard(all)).extracting(Sample::name).containsExactly("a", "c");
  }

  private static Operand<TFloat32> scores(Ops tf, Npy logits, int image, int height, int width) {
    long[] s = {1, logits.shape()[1], logits.shape()[2], logits.shape()[3]};
    int length = (int) (s[1] * s[2] * s[3]);
    float[] own = Arrays.copyOfRange(logits.floats(), image * length, (image + 1) * length);
    return Network.upsample(
        tf,
        tf.constant(Tensors.floats(Shape.of(1, s[2], s[3], s[1]), Layouts.nhwc(own, s))),
        tf.constant(new int[] {height, width}));
  }

  private static byte[] labels(Ops tf, Session session, Operand<TFloat32> scores) {
    Operand<TInt32> best = tf.math.argMax(scores, tf.constant(3), TInt32.class);
    float[] ids = fetch(session, tf.dtypes.cast(best, TFloat32.class));
    byte[] bytes = new byte[ids.length];
    for (int i = 0; i < ids.length; i++) {
      bytes[i] = (byte) ids[i];
    }
    return bytes;
  }

  private static List<String> names(JsonNode list) {
    List<String> names = new ArrayList<>();
    list.forEach(name -> names.add(name.asText()));
    return names;
  }

  private static JsonNode meta(String name) {
    return GoldenMeta.read("intrada").get("cases").get(name);
  }

  private static Npy golden(String name) {
    return Npy.read("golden/intrada/" + name + ".npy");
  }
}
