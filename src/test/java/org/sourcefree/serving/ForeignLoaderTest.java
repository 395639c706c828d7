package org.sourcefree.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sourcefree.data.EvaluationView;
import org.sourcefree.data.MadeUp;
import org.sourcefree.graph.Compute;
import org.sourcefree.graph.Quantization;
import org.sourcefree.graph.Tensors;
import org.sourcefree.image.ImageFiles;
import org.sourcefree.image.ImageSize;
import org.sourcefree.image.PngWriter;
import org.sourcefree.image.RgbImage;
import org.sourcefree.model.ModelSession;
import org.sourcefree.testing.ForeignLoader;
import org.sourcefree.testing.TinyNetwork;
import org.sourcefree.trust.Models;
import org.tensorflow.Result;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TUint8;

/** What loaders that nobody here wrote make of an export, beside our own evaluation. */
@Tag("end-to-end")
class ForeignLoaderTest {
  private static final EvaluationView VIEW = new EvaluationView(61, 43);

  @TempDir private static Path root;
  private static Path model;
  private static Path export;

  @BeforeAll
  static void exports() throws IOException {
    model = TinyNetwork.goldenIn(root.resolve("run/saved_model"));
    export =
        new ServingRun(
                new ServingRun.Settings(
                    model,
                    List.of(),
                    root.resolve("served"),
                    Optional.empty(),
                    Quantization.NONE,
                    Optional.of(new ImageSize(VIEW.width(), VIEW.height())),
                    false,
                    Optional.empty(),
                    true),
                new Models())
            .run()
            .folder();
  }

  @Test
  void deepJavaLibraryAgreesWithEvaluation() throws Exception {
    assertAgrees(ForeignLoader.DJL);
  }

  @Test
  void theCApiAgreesWithEvaluation() throws Exception {
    assumeTrue(ForeignLoader.C.isAvailable(), "gcc is needed to compile serve.c");
    assertAgrees(ForeignLoader.C);
  }

  private static void assertAgrees(ForeignLoader loader) throws Exception {
    Path folder = Files.createDirectories(root.resolve(loader.name()));
    List<Path> images = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Path file = folder.resolve("image" + i + ".png");
      PngWriter.writeRgb(file, MadeUp.image(101, 67, i));
      images.add(file);
    }
    Difference difference = compare(loader, model, VIEW, export, images, folder);
    assertThat(difference.labels()).isZero();
    assertThat(difference.confidence()).isZero();
    assertThat(difference.classes()).isGreaterThan(1);
  }

  /**
   * How far a loader is from evaluation, over both signatures.
   *
   * @param labels pixels of another label
   * @param confidence largest difference
   * @param classes different labels seen
   */
  record Difference(long pixels, long labels, float confidence, long classes) {}

  /** Runs a loader on PNG files of one size. */
  static Difference compare(
      ForeignLoader loader,
      Path model,
      EvaluationView view,
      Path export,
      List<Path> images,
      Path folder)
      throws Exception {
    List<RgbImage> decoded = images.stream().map(ImageFiles::readRgb).toList();
    for (int i = 0; i < images.size(); i++) {
      Files.write(folder.resolve(i + ".rgb"), decoded.get(i).pixels());
      Files.copy(images.get(i), folder.resolve(i + ".file"));
    }
    ImageSize size = decoded.get(0).size();
    loader.run(export, folder, images.size(), size);
    long pixels = 0;
    long labels = 0;
    float confidence = 0;
    boolean[] seen = new boolean[256];
    try (ModelSession session = new Models().open(model).session(Compute.DEFAULT)) {
      for (int i = 0; i < images.size(); i++) {
        Prediction expected = evaluated(session, view, decoded.get(i));
        for (String kind : List.of("pixels", "file")) {
          byte[] found = Files.readAllBytes(folder.resolve(i + "." + kind + ".labels"));
          FloatBuffer sure = floats(folder.resolve(i + "." + kind + ".confidence"));
          assertThat(found).hasSameSizeAs(expected.labels());
          for (int p = 0; p < found.length; p++) {
            pixels++;
            labels += found[p] == expected.labels()[p] ? 0 : 1;
            seen[found[p] & 0xFF] = true;
            confidence = Math.max(confidence, Math.abs(sure.get(p) - expected.confidence()[p]));
          }
        }
      }
    }
    long classes = 0;
    for (boolean each : seen) {
      classes += each ? 1 : 0;
    }
    return new Difference(pixels, labels, confidence, classes);
  }

  @SuppressWarnings("ArrayRecordComponent")
  private record Prediction(byte[] labels, float[] confidence) {}

  private static Prediction evaluated(ModelSession session, EvaluationView view, RgbImage image) {
    RgbImage seen = view.apply(image);
    try (TUint8 images = Tensors.bytes(Shape.of(1, seen.height(), seen.width(), 3), seen.pixels());
        TInt32 size = TInt32.vectorOf(image.height(), image.width());
        Result result =
            session
                .session()
                .runner()
                .feed(session.inference().images(), images)
                .feed(session.inference().size(), size)
                .fetch(session.inference().labels())
                .fetch(session.inference().confidence())
                .run()) {
      return new Prediction(
          Tensors.array((TUint8) result.get(0)), Tensors.array((TFloat32) result.get(1)));
    }
  }

  private static FloatBuffer floats(Path file) throws IOException {
    return ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.nativeOrder()).asFloatBuffer();
  }
}
