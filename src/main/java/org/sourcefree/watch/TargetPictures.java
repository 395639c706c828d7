package org.sourcefree.watch;

import java.util.List;
import java.util.Optional;
import org.sourcefree.data.Labels;
import org.sourcefree.data.Sample;
import org.sourcefree.data.ViewReader;
import org.sourcefree.image.LabelMap;
import org.sourcefree.image.Resize;
import org.sourcefree.image.RgbImage;
import org.sourcefree.model.ModelSession;
import org.sourcefree.run.RunEvents;
import org.sourcefree.training.TrainingPlan;

/**
 * Shows a few target images from all over the set beside their predictions and pseudo labels where
 * a round begins.
 */
public final class TargetPictures {
  private static final int IMAGES = 3;
  private static final int WIDEST = 512;

  private final ModelSession model;
  private final List<Sample> samples;
  private final ViewReader views;
  private final RunEvents events;

  /** Shows images of the target. */
  public TargetPictures(
      ModelSession model, List<Sample> target, ViewReader views, RunEvents events) {
    this.model = model;
    this.samples = Sample.spread(target, IMAGES);
    this.views = views;
    this.events = events;
  }

  /** Shows the model's predictions if a round begins or the last one ends. */
  public void predictionsIfDue(long taken, TrainingPlan rounds) {
    if (taken % rounds.stepsPerRound() == 0) {
      for (int i = 0; i < samples.size(); i++) {
        RgbImage image = views.read(samples.get(i));
        LabelMap labels = model.predictor().labels(image, image.width(), image.height());
        events.prediction(taken, i + 1, beside(image, labels));
      }
    }
  }

  /** Shows the labels of a round that begins at a step. */
  public void pseudoLabels(long step, Labels labels) {
    for (int i = 0; i < samples.size(); i++) {
      Optional<LabelMap> ids = labels.of(samples.get(i));
      if (ids.isPresent()) {
        events.pseudoLabels(step, i + 1, beside(views.read(samples.get(i)), ids.get()));
      }
    }
  }

  private RgbImage beside(RgbImage image, LabelMap labels) {
    int width = Math.min(WIDEST, image.width());
    int height = Math.max(1, Math.round((float) width * image.height() / image.width()));
    RgbImage left = Resize.bicubic(image, width, height);
    RgbImage right =
        Resize.nearest(labels, width, height).coloured(model.model().classes().palette());
    return left.beside(right);
  }
}
