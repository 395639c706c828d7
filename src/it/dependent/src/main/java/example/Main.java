package example;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.sourcefree.api.Adapter;
import org.sourcefree.api.Prediction;
import org.sourcefree.api.SegmentationModel;
import org.sourcefree.data.ImageFolder;
import org.sourcefree.experiment.Adaptation;
import org.sourcefree.experiment.AdaptationData;
import org.sourcefree.image.PngWriter;
import org.sourcefree.image.RgbImage;
import org.sourcefree.run.Outcome;

/** Predicts a made-up image with a model, and adapts the model with a loss term of its own. */
public final class Main {
  private Main() {}

  /** Takes the model's folder, the config of an adaptation and a new folder. */
  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[2]);
    Path photos = Files.createDirectories(folder.resolve("photos"));
    for (int i = 0; i < 4; i++) {
      PngWriter.writeRgb(photos.resolve(i + ".png"), image(i));
    }
    try (SegmentationModel model = SegmentationModel.open(Path.of(args[0]))) {
      print(model, "source");
    }
    Adaptation config =
        Adapter.of(
                Path.of(args[1]),
                "model.saved_model=" + Path.of(args[0]).resolve("saved_model"),
                "training={batch_size: 2, rounds: 1, steps_per_round: 1, checkpoint_every: 1}",
                "schedule.steps=1")
            .config();
    Outcome outcome =
        Adapter.of(with(config, photos, new MaximumSquares(1)))
            .onStep(losses -> System.out.println(losses.terms()))
            .run(folder.resolve("run"));
    try (SegmentationModel model = SegmentationModel.open(outcome.savedModel())) {
      print(model, "adapted");
    }
  }

  private static Adaptation with(Adaptation config, Path photos, MaximumSquares term) {
    return new Adaptation(
        config.seed(),
        config.output(),
        config.model(),
        new AdaptationData(
            new ImageFolder(photos),
            Optional.empty(),
            config.data().trainingView(),
            config.data().evaluationView(),
            Optional.empty()),
        config.batchNorm(),
        config.pseudoLabels(),
        config.teacher(),
        config.mixing(),
        config.heads(),
        config.discriminators(),
        List.of(term),
        config.optimizer(),
        config.schedule(),
        config.training(),
        config.device(),
        config.precision());
  }

  private static void print(SegmentationModel model, String name) {
    Prediction prediction = model.predict(image(1));
    System.out.printf(
        "%s: %d x %d pixels, %d classes, the first pixel is %s%n",
        name,
        prediction.labels().width(),
        prediction.labels().height(),
        model.classes().size(),
        prediction.classAt(0, 0));
  }

  private static RgbImage image(int number) {
    byte[] pixels = new byte[3 * 96 * 48];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i * (31 + number) / 7);
    }
    return new RgbImage(96, 48, pixels);
  }
}
