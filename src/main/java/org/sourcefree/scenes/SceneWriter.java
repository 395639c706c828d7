package org.sourcefree.scenes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.sourcefree.data.CityscapesClass;
import org.sourcefree.data.Prefetcher;
import org.sourcefree.image.ImageFiles;
import org.sourcefree.image.PngWriter;

/**
 * Writes a pair of domains to disk: the source as GTA5 or SYNTHIA is laid out ({@code source} and
 * {@code source_val}), the target as Cityscapes is ({@code target} with leftImg8bit and gtFine).
 * Uses all cores; the bytes do not depend on how many there are.
 */
public final class SceneWriter {
  private final ScenePair pair;
  private final SourceLayout layout;

  /** Creates a writer of one pair. */
  public SceneWriter(ScenePair pair) {
    this.pair = pair;
    this.layout = pair.sourceLayout().orElse(SourceLayout.GTA5);
  }

  /** Number of images that all of {@link #write} takes. */
  public int total() {
    int total = 0;
    for (SceneSet split : SceneSet.values()) {
      total += pair.count(split);
    }
    return total;
  }

  /**
   * Writes every image into a folder that may hold some of them, of the same pair, already: those
   * that are intact stay. It ends, also early, when all threads have.
   *
   * @param root need not exist
   * @param progress told the number of images done so far
   * @throws IOException if the disk does not take an image
   */
  public void write(Path root, IntConsumer progress) throws IOException {
    write(root, progress, Runtime.getRuntime().availableProcessors());
  }

  void write(Path root, IntConsumer progress, int threads) throws IOException {
    for (SceneSet split : SceneSet.values()) {
      Files.createDirectories(imageFile(root, split, 1).getParent());
      Files.createDirectories(labelFile(root, split, 1).getParent());
    }
    List<Place> places = places();
    try (Prefetcher<Place> written =
        new Prefetcher<>(0, places.size(), i -> write(root, places.get((int) i)), threads)) {
      for (int done = 1; written.hasNext(); done++) {
        written.next();
        progress.accept(done);
      }
    } catch (UncheckedIOException e) {
      throw Objects.requireNonNull(e.getCause());
    }
  }

  /** How many images, intact or not, a folder holds with their labels. */
  int drawn(Path root) {
    return (int)
        places().stream()
            .filter(place -> Files.exists(labelFile(root, place.split, place.index)))
            .count();
  }

  /** An image's place among the others. */
  private record Place(SceneSet split, int index) {}

  private List<Place> places() {
    return Arrays.stream(SceneSet.values())
        .flatMap(
            split ->
                IntStream.rangeClosed(1, pair.count(split))
                    .mapToObj(index -> new Place(split, index)))
        .toList();
  }

  private Place write(Path root, Place place) {
    SceneSet split = place.split;
    boolean intact =
        ImageFiles.isIntactPng(imageFile(root, split, place.index))
            && ImageFiles.isIntactPng(labelFile(root, split, place.index));
    if (!intact) {
      write(root, split, place.index, pair.paint(split, place.index));
    }
    return place;
  }

  private void write(Path root, SceneSet split, int index, Scene scene) {
    Path labels = labelFile(root, split, index);
    try {
      PngWriter.writeRgb(imageFile(root, split, index), scene.image());
      if (!split.isSource()) {
        PngWriter.writeGrey(labels, scene.labels());
      } else if (layout == SourceLayout.GTA5) {
        PngWriter.writePalette(labels, scene.labels(), CityscapesClass.paletteByLabelId());
      } else {
        PngWriter.writeFirstChannel(labels, CityscapesClass.synthiaIds(scene.labels()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path imageFile(Path root, SceneSet split, int index) {
    return split.isSource()
        ? root.resolve(folder(split)).resolve(layout.image(index))
        : targetFile(root, split, index, "leftImg8bit", "leftImg8bit");
  }

  private Path labelFile(Path root, SceneSet split, int index) {
    return split.isSource()
        ? root.resolve(folder(split)).resolve(layout.label(index))
        : targetFile(root, split, index, "gtFine", "gtFine_labelIds");
  }

  /** A file in Cityscapes' layout. */
  private static Path targetFile(Path root, SceneSet split, int index, String kind, String ending) {
    return root.resolve(
        "target/%s/%s/streets/streets_%06d_000001_%s.png"
            .formatted(kind, folder(split), index, ending));
  }

  private static String folder(SceneSet split) {
    return switch (split) {
      case SOURCE_TRAIN -> "source";
      case SOURCE_VAL -> "source_val";
      case TARGET_TRAIN -> "train";
      case TARGET_VAL -> "val";
    };
  }
}
