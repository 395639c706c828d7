package org.sourcefree.pseudolabel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.sourcefree.image.ImageSize;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

/**
 * The logits of a set of images in a scratch file, so that the network runs once an image however
 * often its predictions are scanned. At output stride 8 they take some 630 kB an image of 1024×512
 * pixels and 19 classes. The file is deleted on closing.
 */
final class StoredLogits implements AutoCloseable {

  /**
   * One image's logits: where they start in the file, [1, h, w, C], and the size of the image they
   * are for.
   */
  private record Entry(long offset, Shape shape, ImageSize image) {}

  private final FileChannel file;
  private final List<Entry> entries = new ArrayList<>();

  StoredLogits(Path path) {
    try {
      Files.deleteIfExists(path);
      file =
          FileChannel.open(
              path,
              StandardOpenOption.CREATE_NEW,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Appends the logits, [1, h, w, C], of an image of the given size. */
  void add(TFloat32 logits, ImageSize image) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.toIntExact(4 * logits.size())).order(ByteOrder.nativeOrder());
    logits.asRawTensor().data().read(bytes.array());
    try {
      entries.add(new Entry(file.size(), logits.shape(), image));
      file.position(file.size());
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Number of images. */
  int size() {
    return entries.size();
  }

  /** Size of the i-th image, pixels. */
  ImageSize imageSize(int i) {
    return entries.get(i).image();
  }

  /** Lends the i-th image's logits, [1, h, w, C]. */
  void with(int i, Consumer<TFloat32> use) {
    try (TFloat32 logits = TFloat32.tensorOf(entries.get(i).shape())) {
      logits.asRawTensor().data().write(read(i).array());
      use.accept(logits);
    }
  }

  /** The i-th image's logits. */
  LogitMap map(int i) {
    Shape shape = entries.get(i).shape();
    float[] logits = new float[Math.toIntExact(shape.size())];
    read(i).rewind().order(ByteOrder.nativeOrder()).asFloatBuffer().get(logits);
    return LogitMap.of(shape, logits);
  }

  private ByteBuffer read(int i) {
    Entry entry = entries.get(i);
    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(4 * entry.shape().size()));
    try {
      while (bytes.hasRemaining()) {
        if (file.read(bytes, entry.offset() + bytes.position()) < 0) {
          throw new IllegalStateException("the file of stored logits ended early");
        }
      }
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
