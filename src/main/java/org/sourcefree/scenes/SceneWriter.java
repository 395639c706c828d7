package org.sourcefree.scenes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.sourcefree.InvalidInputException;
import org.sourcefree.data.CityscapesClass;
import org.sourcefree.files.Fresh;
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

  /** Number of images that a call of {@link #write} generates. */
  public int total() {
    int total = 0;
    for (SceneSet split : SceneSet.values()) {
      total += pair.count(split);
    }
    return total;
  }

  /**
   * Writes every image into a new folder. Until all are written they lie in a sibling folder named
   * {@code <name>.part}.
   *
   * @param root folder to make; must not exist
   * @param progress called with the number of images done so far, from several threads
   */
  public void write(Path root, IntConsumer progress) {
    Path folder = root.toAbsolutePath().normalize();
    if (Files.exists(folder)) {
      throw new InvalidInputException("the folder to generate must not exist yet, found " + root);
    }
    Path part = Fresh.beside(folder, ".part");
    try {
      delete(part);
      try {
        writeAll(part, progress);
        Files.move(part, folder, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        delete(part);
      }
    } catch (IOException e) {
      throw new InvalidInputException("cannot write scenes to %s: %s".formatted(root, e), e);
    } catch (UncheckedIOException e) {
      throw new InvalidInputException(
          "cannot write scenes to %s: %s".formatted(root, e.getCause()), e);
    }
  }

  private void writeAll(Path root, IntConsumer progress) throws IOException {
    AtomicInteger done = new AtomicInteger();
    for (SceneSet split : SceneSet.values()) {
      Files.createDirectories(imageFile(root, split, 1).getParent());
      Files.createDirectories(labelFile(root, split, 1).getParent());
      IntStream.rangeClosed(1, pair.count(split))
          .parallel()
          .forEach(
              index -> {
                write(root, split, index, pair.paint(split, index));
                progress.accept(done.incrementAndGet());
              });
    }
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

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path each, @Nullable IOException failure)
              throws IOException {
            Files.delete(each);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
