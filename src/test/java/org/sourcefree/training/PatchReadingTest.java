package org.sourcefree.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sourcefree.testing.TestTensors.fetch;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sourcefree.graph.Tensors;
import org.sourcefree.graph.Variables;
import org.sourcefree.network.Additions;
import org.sourcefree.network.discriminator.DiscriminatorNetwork;
import org.sourcefree.network.discriminator.FullyConnected;
import org.sourcefree.network.discriminator.Strided;
import org.sourcefree.objective.Adversarial;
import org.sourcefree.objective.Answer.DomainLoss;
import org.sourcefree.objective.Draws;
import org.sourcefree.objective.PatchClassification;
import org.sourcefree.objective.Patches;
import org.sourcefree.objective.Predictions;
import org.sourcefree.objective.Term;
import org.sourcefree.optimizer.Adam;
import org.sourcefree.optimizer.Constant;
import org.sourcefree.patches.PatchModes;
import org.sourcefree.testing.FiniteDifferences;
import org.sourcefree.testing.Losses;
import org.sourcefree.testing.TestTensors;
import org.sourcefree.testing.TinyNetwork;
import org.sourcefree.training.Discriminator.Sees;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** Patches of images that they do not fill, and what goes with them. */
class PatchReadingTest {
  private static final int CLASSES = 2;
  private static final Shape LOGITS = Shape.of(1, 5, 7, CLASSES);
  private static final PatchModes MODES =
      new PatchModes(2, 2, 4, Optional.empty(), Optional.empty(), Optional.of(3));
  private static final PatchClassification TERM =
      new PatchClassification(1, Optional.empty(), Optional.empty());

  /** Two patches below each other; a row and three columns belong to none. */
  private static final int[] LABELS = {
    0, 0, 1, 1, 9, 9, 9,
    0, 0, 1, 1, 9, 9, 9,
    1, 1, 255, 255, 9, 9, 9,
    1, 255, 255, 255, 9, 9, 9,
    9, 9, 9, 9, 9, 9, 9
  };

  private static Predictions predictions(Ops tf, Operand<TFloat32> logits, int[] labels) {
    byte[] ids = new byte[labels.length];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = (byte) labels[i];
    }
    return Predictions.of(
        tf,
        logits,
        tf.constant(Tensors.bytes(Shape.of(1, 5, 7), ids)),
        CLASSES,
        new Draws(0, tf.constant(0L)));
  }

  private static void begin(Session session, Variables variables) {
    variables.assign(
        session,
        new NewWeights(
                variables, TinyNetwork.SETTINGS, Additions.NONE, 5, weight -> Optional.empty())
            .all());
  }

  private static float[] start(long seed) {
    return TestTensors.normal(seed, LOGITS, 1);
  }

  @Test
  void wholePatchesHaveTheirKindAndHalfIgnoredOnesNone() {
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      Variables variables = new Variables(tf);
      PatchReading reading = new PatchReading(MODES, variables, CLASSES);
      Operand<TFloat32> logits = TestTensors.constant(tf, LOGITS, start(1));
      Predictions predictions = predictions(tf, logits, LABELS);
      Patches patches = reading.build(tf, predictions);
      begin(session, variables);
      PatchReading.assign(
          session, variables, new float[][] {{1, 1, 1, 1, 0, 0, 0, 0}, {1, 0, 0, 1, 1, 0, 0, 1}});
      assertThat(fetch(session, reading.histograms(tf, predictions)))
          .containsExactly(1, 0, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0, 0, 0.5f, 0, 0);
      assertThat(fetch(session, patches.kinds())).containsExactly(0, 1, 0, 0);
      // The second patch has no kind, so that the mean is the first one's loss.
      float[] log = fetch(session, patches.logProbabilities());
      float loss = fetch(session, Losses.value(tf, TERM, predictions.withPatches(patches)))[0];
      assertThat(loss).isEqualTo(-log[1]);
    }
  }

  @Test
  void theLossIsZeroWhereNothingIsLabelled() {
    int[] nothing = new int[35];
    Arrays.fill(nothing, 255);
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      Variables variables = new Variables(tf);
      Operand<TFloat32> logits = TestTensors.constant(tf, LOGITS, start(1));
      Predictions predictions = predictions(tf, logits, nothing);
      Patches patches = new PatchReading(MODES, variables, CLASSES).build(tf, predictions);
      Operand<TFloat32> loss = Losses.value(tf, TERM, predictions.withPatches(patches));
      begin(session, variables);
      assertThat(fetch(session, loss)).containsExactly(0);
    }
  }

  @Test
  void gradientsByLogitsMatchDifferences() {
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      Variables variables = new Variables(tf);
      Operand<TFloat32> logits = TestTensors.constant(tf, LOGITS, start(1));
      Predictions seen = predictions(tf, logits, LABELS);
      Predictions own =
          seen.withPatches(new PatchReading(MODES, variables, CLASSES).build(tf, seen));
      Discriminator judge = discriminator(new FullyConnected(List.of(5)));
      Predictions judged =
          own.withAnswers(Map.of("patches", judge.build(tf, variables, own, logits)));
      begin(session, variables);
      PatchReading.assign(session, variables, new float[2][8]);
      for (Term term : List.of(TERM, new Adversarial(1, "patches"))) {
        Operand<TFloat32> loss = Losses.value(tf, term, judged);
        assertThat(
                new FiniteDifferences(graph, session, logits, loss)
                    .error(start(1), 0.03, 0.01, 0.003))
            .as(term.name())
            .isLessThan(0.01);
      }
    }
  }

  @Test
  void refusesWhatDoesNotGoTogether() {
    assertThatThrownBy(() -> discriminator(new Strided(2)))
        .hasMessage("network must be pixel or fully_connected where patch_modes are seen");
    Discriminator sees = discriminator(new FullyConnected(List.of(5)));
    assertThatThrownBy(() -> discriminators(sees, Optional.empty()))
        .hasMessage("patch_modes must be there where a discriminator sees them, and nowhere else");
    Term adversarial = new Adversarial(1, "patches");
    Opponents unlearnt =
        new Opponents(
            List.of(), Optional.of(discriminators(sees, Optional.of(MODES))), List.of(adversarial));
    assertThatThrownBy(() -> unlearnt.check(true, false))
        .hasMessage(
            "discriminators.patch_modes must be there beside a term patch_classification, and nowhere else");
    Opponents unnamed = new Opponents(List.of(), Optional.empty(), List.of(TERM));
    assertThatThrownBy(() -> unnamed.check(true, false))
        .hasMessageStartingWith("discriminators.patch_modes must be there");
  }

  private static Discriminators discriminators(
      Discriminator network, Optional<PatchModes> patchModes) {
    return new Discriminators(
        List.of(network),
        new Adam(0.9, 0.99, 1e-8),
        new Constant(0.001),
        Optional.empty(),
        patchModes);
  }

  private static Discriminator discriminator(DiscriminatorNetwork network) {
    return new Discriminator(
        "patches",
        network,
        Sees.PATCH_MODES,
        Optional.empty(),
        DomainLoss.CROSS_ENTROPY,
        0.5,
        Optional.empty(),
        Optional.empty());
  }
}
