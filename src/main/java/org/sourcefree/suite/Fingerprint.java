package org.sourcefree.suite;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sourcefree.Progress;
import org.sourcefree.config.ConfigWriter;
import org.sourcefree.data.Dataset;
import org.sourcefree.data.LabelFile;
import org.sourcefree.data.Sample;
import org.sourcefree.experiment.Adaptation;
import org.sourcefree.run.Provenance;
import org.sourcefree.trust.Models;
import org.sourcefree.trust.Use;

/**
 * Tells whether an adaptation is the same as before: its config but for the output folder and the
 * image cache, which changes nothing, and every byte of the model, of the target images, and of the
 * evaluation's images and labels. Each is read once, however often it is asked for.
 */
public final class Fingerprint {
  private final Models models;
  private final Progress progress;
  private final Map<Object, String> known = new HashMap<>();

  /** Nothing is read yet. */
  public Fingerprint(Models models, Progress progress) {
    this.models = models;
    this.progress = progress;
  }

  /**
   * SHA-256, hexadecimal; the images must be there.
   *
   * @throws org.sourcefree.InvalidInputException if the model or the images are not
   */
  public String of(Adaptation config) {
    models.open(config.model(), Use.TRAINING);
    Path model = config.model().savedModel();
    Adaptation same = config.withOutput(Path.of("output")).withoutCache();
    StringBuilder text = new StringBuilder(asWrittenBefore(ConfigWriter.yaml(same)));
    // A run of the same suite may have made the model anew since.
    text.append(
        known.computeIfAbsent(List.of(model, made(model)), key -> Provenance.hashOf(model)));
    text.append(images(config.data().target(), false));
    if (!config.earlier().equals(model)) {
      text.append(Provenance.hashOf(config.earlier()));
    }
    config.data().beside().ifPresent(source -> text.append(images(source, true)));
    config.data().evaluation().ifPresent(evaluation -> text.append(images(evaluation, true)));
    return Provenance.sha256(text.toString());
  }

  /** As until 0.2.0, so that what was finished then counts. */
  private static String asWrittenBefore(String config) {
    return config.replace("gradient_norm_limit: none\n", "gradient_norm_limit: .inf\n");
  }

  private static FileTime made(Path model) {
    try {
      return Files.getLastModifiedTime(model);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String images(Dataset dataset, boolean labelled) {
    return known.computeIfAbsent(List.of(dataset, labelled), key -> read(dataset, labelled));
  }

  private String read(Dataset dataset, boolean labelled) {
    MessageDigest digest = Provenance.digest();
    List<Sample> samples = dataset.samples();
    try (Progress.Task task = progress.start("comparing images", samples.size(), 0)) {
      for (int i = 0; i < samples.size(); i++) {
        Sample sample = samples.get(i);
        add(digest, sample.image());
        if (labelled) {
          for (LabelFile file : dataset.labelFiles(sample)) {
            if (file.exists()) {
              add(digest, file.path());
            }
          }
        }
        task.advance(i + 1, "");
      }
    }
    return Provenance.text(digest);
  }

  private static void add(MessageDigest digest, Path file) {
    digest.update(Provenance.bytes(file.getFileName() + "\n"));
    byte[] buffer = new byte[1 << 16];
    try (InputStream stream = Files.newInputStream(file)) {
      for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
        digest.update(buffer, 0, count);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
