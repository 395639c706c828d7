package org.sourcefree.experiment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.sourcefree.InvalidInputException;
import org.sourcefree.checkpoint.ServedModel;
import org.sourcefree.config.Json;
import org.sourcefree.graph.Compute;
import org.sourcefree.graph.Kernels;
import org.sourcefree.graph.Storage;
import org.sourcefree.graph.Variables;
import org.sourcefree.image.ImageSize;
import org.sourcefree.image.RgbImage;
import org.sourcefree.network.ServingView;

/**
 * Writes a model in TensorFlow Serving's layout and tries it.
 *
 * @param seen what the network sees of an image; as the model's config says if empty
 * @param fixedSize the only size of images that is taken; any if empty
 * @param storage in which numbers weights are kept
 * @param kernels how convolutions are computed; as suits this machine if empty
 * @param probabilities whether those of all classes are an output
 */
public record ServingExport(
    Optional<Seen> seen,
    Optional<ImageSize> fixedSize,
    Storage storage,
    Optional<Kernels> kernels,
    boolean probabilities) {
  /** What is tried where nothing says a size. */
  private static final ImageSize USUAL = new ImageSize(512, 256);

  /** As PNG and JPEG files, see {@link org.sourcefree.image.ImageFiles}. */
  private static final long MOST_PIXELS = 100_000_000;

  private static final byte GREY = (byte) 128;

  /** Checks the sizes. */
  public ServingExport {
    fixedSize.ifPresent(size -> requireSize("--fixed-size", size));
    seen.flatMap(Seen::size).ifPresent(size -> requireSize("--view", size));
  }

  /**
   * What the network sees of an image.
   *
   * @param size that it is resized to; its own if empty
   */
  public record Seen(Optional<ImageSize> size) {}

  /**
   * An export.
   *
   * @param folder DIR/NAME/VERSION
   * @param seen the size that images are resized to; their own if empty
   * @param saidBy the config that says so, unless the command did
   * @param bytes of all files
   * @param tried the size of the image that the times are of
   * @param pixelsMilliseconds median time of an answer of serving_default
   * @param fileMilliseconds median time of an answer of serving_bytes
   */
  public record Exported(
      Path folder,
      Optional<ImageSize> seen,
      Optional<Path> saidBy,
      long bytes,
      ImageSize tried,
      double pixelsMilliseconds,
      double fileMilliseconds) {}

  private static void requireSize(String option, ImageSize size) {
    boolean positive = size.height() > 0 && size.width() > 0;
    if (!positive || (long) size.width() * size.height() > MOST_PIXELS) {
      throw new InvalidInputException(
          "%s must be HxW of 1 to 100 million pixels, got %dx%d"
              .formatted(option, size.height(), size.width()));
    }
  }

  /**
   * Exports.
   *
   * @param model a SavedModel's folder, a run folder, or an adaptation's config
   * @param root DIR
   * @param name the model's on the server; its folder's if empty
   * @throws InvalidInputException if the model cannot be read or the place not be written; nothing
   *     is left behind then
   */
  public Exported run(Path model, Path root, Optional<String> name) {
    ServingSource source = new ServingSource(model);
    ServedVersion place = new ServedVersion(root, name.orElseGet(source::name));
    try (ModelSession session = source.open()) {
      Optional<ImageSize> size = seen.map(Seen::size).orElseGet(() -> measured(source));
      ServedModel served =
          new ServedModel(
              session.model(),
              Description.line(session.model()),
              new ServingView(size, fixedSize),
              kernels.orElseGet(Compute.DEFAULT::kernels),
              storage,
              probabilities);
      RgbImage image = grey(fixedSize.or(() -> size).orElse(USUAL));
      Map<String, float[]> weights = Variables.read(session.session(), session.weights());
      ServingTrial.Latency[] latency = new ServingTrial.Latency[1];
      Path folder =
          place.fill(
              partial -> {
                served.write(partial, weights, place.name(), image);
                source.copyPapers(partial);
                Json.write(partial.resolve("export.json"), facts(source, served));
                latency[0] = ServingTrial.run(partial, image);
              });
      return new Exported(
          folder,
          size,
          seen.isPresent() ? Optional.empty() : source.measuredBy(),
          bytes(folder),
          image.size(),
          latency[0].pixels(),
          latency[0].file());
    }
  }

  private static Optional<ImageSize> measured(ServingSource source) {
    return source.measuredView().map(view -> new ImageSize(view.width(), view.height()));
  }

  private Map<String, Object> facts(ServingSource source, ServedModel served) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("exported", Instant.now().toString());
    facts.putAll(Machine.facts());
    facts.put("model", source.savedModel().toString());
    facts.put("model_sha256", Provenance.hashOf(source.savedModel()));
    facts.put("seen", said(served.view().seen()));
    facts.put("taken", said(served.view().taken()));
    facts.put("storage", storage.toString());
    facts.put("kernels", served.kernels().toString());
    facts.put("classes", served.model().classes().names());
    return facts;
  }

  private static String said(Optional<ImageSize> size) {
    return size.map(ImageSize::toString).orElse("any");
  }

  private static RgbImage grey(ImageSize size) {
    byte[] pixels = new byte[3 * size.width() * size.height()];
    Arrays.fill(pixels, GREY);
    return new RgbImage(size.width(), size.height(), pixels);
  }

  private static long bytes(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
