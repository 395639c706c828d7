package org.sourcefree.sourcedata;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sourcefree.Progress;
import org.sourcefree.data.Prefetcher;
import org.sourcefree.image.ImageSize;
import org.sourcefree.matching.ClassPool;
import org.sourcefree.matching.ClassVectors;
import org.sourcefree.matching.SceneLayout;
import org.sourcefree.pseudolabel.LabelledTarget;

/**
 * What a labelling pass tells of the target's content.
 *
 * @param layouts of each image, as far as they are needed
 * @param vectors of the classes, if they are needed
 */
record TargetContent(List<SceneLayout> layouts, Optional<ClassVectors> vectors) {

  /** An image's. */
  private record Part(Optional<SceneLayout> layout, Optional<ClassPool.Share> share) {}

  /**
   * Looks at every image, several at a time.
   *
   * @param layouts the size that predictions are laid out at, if that matters
   * @param pool where class vectors are gathered, if they are; an image's place in the order counts
   */
  static TargetContent of(
      LabelledTarget target,
      Optional<ImageSize> layouts,
      Optional<ClassPool> pool,
      Progress.Task progress) {
    List<SceneLayout> found = new ArrayList<>();
    try (Prefetcher<Part> parts =
        new Prefetcher<>(0, target.size(), i -> part(target, (int) i, layouts, pool))) {
      for (int done = 1; parts.hasNext(); done++) {
        Part part = parts.next();
        part.layout().ifPresent(found::add);
        part.share().ifPresent(share -> pool.orElseThrow().add(share));
        progress.advance(done, "");
      }
    }
    return new TargetContent(found, pool.map(ClassPool::vectors));
  }

  private static Part part(
      LabelledTarget target, int i, Optional<ImageSize> layouts, Optional<ClassPool> pool) {
    return new Part(
        layouts.map(size -> SceneLayout.of(target.logits(i), size)),
        pool.map(each -> each.share(target.logits(i), target.labels(i))));
  }
}
