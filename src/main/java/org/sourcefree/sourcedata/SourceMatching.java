package org.sourcefree.sourcedata;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.sourcefree.Progress;
import org.sourcefree.data.ClassSet;
import org.sourcefree.data.Prefetcher;
import org.sourcefree.data.Sample;
import org.sourcefree.data.ViewReader;
import org.sourcefree.image.ImageSize;
import org.sourcefree.image.LabelMap;
import org.sourcefree.image.Resize;
import org.sourcefree.image.RgbImage;
import org.sourcefree.matching.ClassVectors;
import org.sourcefree.matching.LayoutCentres;
import org.sourcefree.matching.SceneLayout;
import org.sourcefree.pseudolabel.LabelledTarget;
import org.sourcefree.pseudolabel.LogitMap;
import org.sourcefree.pseudolabel.StoredLabels;
import org.tensorflow.types.TFloat32;

/**
 * Chooses a round's source images, and which of their labels count, by what a labelling pass
 * predicted of the target: content-consistent matching, Li et al. 2020.
 */
public final class SourceMatching {
  private final SourceDomain source;
  private final ClassSet classes;
  private final ViewReader views;
  private final Function<RgbImage, TFloat32> network;
  private final Progress progress;

  /**
   * Prepares matching.
   *
   * @param views what the network sees of images
   * @param network an image to its logits, [1, h, w, C], which matching closes
   */
  public SourceMatching(
      SourceDomain source,
      ClassSet classes,
      ViewReader views,
      Function<RgbImage, TFloat32> network,
      Progress progress) {
    this.source = source;
    this.classes = classes;
    this.views = views;
    this.network = network;
    this.progress = progress;
  }

  /**
   * Writes a round's choice, unless it does not look at the target.
   *
   * @param round counted from 0
   * @param folder of the round's pseudo labels
   */
  public void match(LabelledTarget target, int round, Path folder) {
    if (!source.looksAtTheTarget()) {
      return;
    }
    TargetContent content;
    try (Progress.Task task = start("target content", round, target.size())) {
      content =
          TargetContent.of(
              target,
              source.layout().map(layout -> viewed()),
              source.filter().map(filter -> filter.pool(classes.size())),
              task);
    }
    List<Sample> drawn = source.drawn(round);
    SourceChoice choice =
        source
            .layout()
            .map(layout -> byLayout(layout, drawn, content, round))
            .orElseGet(() -> new SourceChoice(names(drawn), Optional.empty()));
    choice.write(folder);
    content.vectors().ifPresent(vectors -> filter(choice, vectors, round, folder));
  }

  private SourceChoice byLayout(
      Layout layout, List<Sample> drawn, TargetContent content, int round) {
    LayoutCentres centres = layout.centres(content.layouts(), source.seed());
    List<Double> scores = new ArrayList<>();
    try (Progress.Task task = start("source layouts", round, drawn.size());
        Prefetcher<Double> scored =
            new Prefetcher<>(0, drawn.size(), i -> centres.score(layout(drawn.get((int) i))))) {
      while (scored.hasNext()) {
        scores.add(scored.next());
        task.advance(scores.size(), "");
      }
    }
    List<Integer> chosen = layout.best(scores).stream().sorted().toList();
    return new SourceChoice(
        names(chosen.stream().map(drawn::get).toList()),
        Optional.of(chosen.stream().map(scores::get).toList()));
  }

  private SceneLayout layout(Sample sample) {
    ImageSize size = viewed();
    LabelMap labels = Resize.nearest(labels(sample), size.width(), size.height());
    return SceneLayout.of(labels, classes.size());
  }

  private void filter(SourceChoice choice, ClassVectors vectors, int round, Path folder) {
    SourceFilter filter = source.filter().orElseThrow();
    sayUnmatched(filter, vectors, round);
    List<Sample> chosen = choice.of(source.samples());
    StoredLabels stored = SourceChoice.labels(folder);
    try (Progress.Task task = start("source labels", round, chosen.size());
        Prefetcher<LabelMap> kept =
            new Prefetcher<>(0, chosen.size(), i -> kept(chosen.get((int) i), filter, vectors))) {
      for (int done = 0; kept.hasNext(); done++) {
        stored.write(chosen.get(done), kept.next());
        task.advance(done + 1, "");
      }
    }
  }

  private LabelMap kept(Sample sample, SourceFilter filter, ClassVectors vectors) {
    RgbImage image = views.read(sample);
    LabelMap labels = labels(sample);
    return filter.filter(predict(image), labels, vectors);
  }

  /** One image at a time, as the network itself computes on every core. */
  private synchronized LogitMap predict(RgbImage image) {
    try (TFloat32 logits = network.apply(image)) {
      return LogitMap.of(logits);
    }
  }

  private void sayUnmatched(SourceFilter filter, ClassVectors vectors, int round) {
    List<String> unmatched =
        IntStream.range(0, classes.size())
            .filter(c -> !vectors.has(c))
            .mapToObj(classes.names()::get)
            .toList();
    if (!unmatched.isEmpty()) {
      progress.say(
          "round %d: nothing of the target was selected as %s; the source's labels of %s are %s"
              .formatted(
                  round + 1,
                  String.join(", ", unmatched),
                  unmatched.size() == 1 ? "it" : "them",
                  filter.keepsUnmatched() ? "kept" : "dropped"));
    }
  }

  private LabelMap labels(Sample sample) {
    return source.labels().of(sample).orElseThrow();
  }

  private ImageSize viewed() {
    return new ImageSize(views.view().width(), views.view().height());
  }

  private Progress.Task start(String task, int round, int images) {
    return progress.start(task + ", round " + (round + 1), images, 0);
  }

  private static List<String> names(List<Sample> samples) {
    return samples.stream().map(Sample::name).toList();
  }
}
