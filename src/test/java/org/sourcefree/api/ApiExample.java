package org.sourcefree.api;

import java.nio.file.Path;
import org.sourcefree.StopRequest;
import org.sourcefree.data.Dataset;
import org.sourcefree.data.EvaluationView;
import org.sourcefree.evaluation.Scores;
import org.sourcefree.run.Outcome;

/** The example of src/README.md and of the package comment. */
final class ApiExample {
  private ApiExample() {}

  // The example begins.
  static Scores adapt(Path source, Path image, Path config, Path folder, Dataset labelled) {
    try (SegmentationModel model = SegmentationModel.open(source)) {
      Prediction seen = model.predict(image); // at the image's own size
      System.out.println(seen.classAt(0, 0) + " with " + seen.confidenceAt(0, 0));
    }
    StopRequest stop = new StopRequest(); // stop.make() ends the run from any thread
    Outcome adapted =
        Adapter.of(config, "training.rounds=1")
            .onStep(losses -> System.out.println(losses.step() + ": " + losses.total()))
            .stoppedBy(stop)
            .run(folder); // resume(folder) resumes what was stopped
    try (SegmentationModel model = SegmentationModel.open(adapted.savedModel())) {
      Scores scores = model.evaluate(labelled, new EvaluationView(256, 128));
      System.out.println("mIoU " + scores.miou() + " %, " + scores.iou());
      model.save(folder.resolve("copy"));
      return scores;
    }
  }
  // The example ends.
}
