package org.sourcefree.pseudolabel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Class and score of every pixel of a set of images in a scratch file, five bytes a pixel, so that
 * logits are upsampled once an image. The file takes at most half of the space that the disk has;
 * images for which that is not enough are left out. Images may be read by several threads.
 */
final class StoredScores implements AutoCloseable {
  private static final long LEFT_OUT = -1;

  private final AppendedFile file;
  private final long limit;
  private final List<Long> offsets = new ArrayList<>();

  /** A scratch file. */
  StoredScores(Path path) {
    this(path, usable(path) / 2);
  }

  /**
   * A scratch file.
   *
   * @param limit the most bytes it may take
   */
  StoredScores(Path path, long limit) {
    this.file = AppendedFile.scratch(path);
    this.limit = limit;
  }

  private static long usable(Path path) {
    try {
      return Files.getFileStore(path.toAbsolutePath().getParent()).getUsableSpace();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Appends an image, or leaves it out. */
  void add(ScoredPixels pixels) {
    int count = pixels.classes().length;
    long taken = (1L + Float.BYTES) * count;
    if (taken > Integer.MAX_VALUE || file.size() + taken > limit) {
      offsets.add(LEFT_OUT);
      return;
    }
    ByteBuffer bytes = AppendedFile.bytes((int) taken);
    bytes.asFloatBuffer().put(pixels.scores());
    bytes.put(Float.BYTES * count, pixels.classes());
    offsets.add(file.append(bytes));
  }

  /** Whether the i-th image is here. */
  boolean has(int i) {
    return offsets.get(i) != LEFT_OUT;
  }

  /**
   * The i-th image.
   *
   * @param count its pixels
   */
  ScoredPixels of(int i, int count) {
    ByteBuffer bytes = file.read(offsets.get(i), (1 + Float.BYTES) * count);
    float[] scores = new float[count];
    bytes.asFloatBuffer().get(scores);
    byte[] classes = new byte[count];
    bytes.get(Float.BYTES * count, classes);
    return new ScoredPixels(classes, scores);
  }

  @Override
  public void close() {
    file.close();
  }
}
