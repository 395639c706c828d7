package org.sourcefree.pseudolabel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sourcefree.data.Pool;
import org.sourcefree.graph.Variables;
import org.sourcefree.image.ImageSize;
import org.sourcefree.network.Inference;
import org.sourcefree.network.TestTimeAugmentation;
import org.sourcefree.testing.TestTensors;
import org.sourcefree.testing.TinyNetwork;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;

class ScoredImagesTest {
  private static final Shape MAP = Shape.of(1, 5, 7, TinyNetwork.CLASSES);
  private static final List<ImageSize> SIZES =
      List.of(new ImageSize(30, 20), new ImageSize(41, 33), new ImageSize(7, 5));

  @TempDir private Path folder;

  /** What scans pass on and what images are labelled with. */
  private record Found(List<String> scanned, List<byte[]> predicted, List<byte[]> labels) {}

  @Test
  void imagesThatFoundNoRoomAreScoredAndLabelledAsTheOthers() {
    Found roomy = found(new ClassBalanced(0.3), Long.MAX_VALUE);
    for (long limit : new long[] {0, 5L * 30 * 20}) {
      Found cramped = found(new ClassBalanced(0.3), limit);
      assertThat(cramped.scanned()).isEqualTo(roomy.scanned());
      for (int i = 0; i < SIZES.size(); i++) {
        assertThat(cramped.predicted().get(i)).isEqualTo(roomy.predicted().get(i));
        assertThat(cramped.labels().get(i)).isEqualTo(roomy.labels().get(i)).contains(-1);
      }
    }
  }

  private Found found(Selection selection, long limit) {
    try (Graph graph = new Graph();
        Session session = new Session(graph);
        StoredLogits logits = new StoredLogits(folder.resolve("logits.tmp"));
        StoredScores stored = new StoredScores(folder.resolve("scores.tmp"), limit)) {
      Ops tf = Ops.create(graph);
      int classes = TinyNetwork.CLASSES;
      Inference inference = Inference.build(tf, new Variables(tf), TinyNetwork.MODEL);
      ViewScores views = ViewScores.of(tf, inference, TestTimeAugmentation.NONE, classes);
      PseudoLabelGraph masks = selection.build(tf, views.inference());
      ScoredImages images = new ScoredImages(session, views, masks, logits, stored, Pool.ONE);
      for (int i = 0; i < SIZES.size(); i++) {
        images.add(List.of(LogitMap.of(MAP, TestTensors.normal(i, MAP, 3))), SIZES.get(i));
      }
      Thresholds thresholds = selection.thresholds(images, classes, 0);
      Found found = new Found(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
      images.scan(
          (ids, scores) ->
              found.scanned().add(List.of(ids.length, sum(ids), scores[0], scores[3]).toString()));
      for (int i = 0; i < SIZES.size(); i++) {
        ScoredImages.Labelled labelled = images.label(i, thresholds);
        found.predicted().add(labelled.predicted());
        found.labels().add(labelled.labels());
      }
      return found;
    }
  }

  private static int sum(byte[] ids) {
    int sum = 0;
    for (byte id : ids) {
      sum += id;
    }
    return sum;
  }
}
