package org.sourcefree.check;

import java.util.Optional;
import org.sourcefree.data.EvaluationView;
import org.sourcefree.data.MadeUp;
import org.sourcefree.image.ImageSize;
import org.sourcefree.image.LabelMap;
import org.sourcefree.matching.ClassPool;
import org.sourcefree.matching.SceneLayout;
import org.sourcefree.pseudolabel.LogitMap;
import org.sourcefree.sourcedata.SourceFilter;
import org.sourcefree.sourcedata.SourceUse;

/**
 * What matching source images with the target's content takes beside predictions, by doing it once
 * for one made-up image of each domain.
 *
 * @param target seconds of one core for each target image
 * @param source seconds of one core for each source image whose labels are filtered
 */
record MatchingCost(double target, double source) {
  private static final int STRIDE = 8;

  /**
   * Measures; nothing where nothing is matched.
   *
   * @param view what the network sees of an image
   * @param image size of the labels
   * @param seed of what is made up
   */
  static MatchingCost of(
      SourceUse use, int classes, EvaluationView view, ImageSize image, long seed) {
    if (!use.looksAtTheTarget()) {
      return new MatchingCost(0, 0);
    }
    LabelMap labels = labels(image, classes, seed);
    LogitMap logits = logits(view, classes);
    Optional<ClassPool> pool = use.labels().map(each -> each.pool(classes));
    double target =
        seconds(
            () -> {
              SceneLayout.of(logits, new ImageSize(view.width(), view.height()));
              pool.ifPresent(each -> each.add(each.share(logits, labels)));
            });
    double source = use.labels().map(each -> filtering(each, pool, logits, labels)).orElse(0.0);
    return new MatchingCost(target, source);
  }

  private static double filtering(
      SourceFilter filter, Optional<ClassPool> pool, LogitMap logits, LabelMap labels) {
    return seconds(() -> filter.filter(logits, labels, pool.orElseThrow().vectors()));
  }

  private static double seconds(Runnable work) {
    work.run();
    long started = System.nanoTime();
    work.run();
    return (System.nanoTime() - started) / 1e9;
  }

  private static LabelMap labels(ImageSize image, int classes, long seed) {
    byte[] ids = MadeUp.image(image.width(), image.height(), seed).pixels();
    byte[] labels = new byte[image.width() * image.height()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (byte) (Byte.toUnsignedInt(ids[3 * i]) % classes);
    }
    return new LabelMap(image.width(), image.height(), labels);
  }

  private static LogitMap logits(EvaluationView view, int classes) {
    ImageSize size = new ImageSize(view.width() / STRIDE + 1, view.height() / STRIDE + 1);
    float[] logits = new float[size.width() * size.height() * classes];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = i % (classes + 1);
    }
    return new LogitMap(size, classes, logits);
  }
}
