package org.sourcefree.pseudolabel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.sourcefree.image.ImageSize;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

/**
 * The logits of a set of images in a file, so that the network runs once an image and view however
 * often its predictions are scanned. At output stride 8 they take some 630 kB a view of 1024×512
 * pixels and 19 classes. A scratch file is deleted on closing. Maps may be read by several threads.
 */
final class StoredLogits implements AutoCloseable {

  /**
   * One view's logits, [1, height, width, classes].
   *
   * @param offset where they start in the file, bytes
   */
  record Map(long offset, int height, int width, int classes) {
    private Shape shape() {
      return Shape.of(1, height, width, classes);
    }
  }

  /**
   * One image's logits.
   *
   * @param views of it, mirrored ones mirrored back
   * @param image the size of the image they are for
   */
  record Entry(List<Map> views, ImageSize image) {

    /** Copies the list. */
    Entry {
      views = List.copyOf(views);
    }
  }

  private final FileChannel file;
  private final List<Entry> entries = new ArrayList<>();

  /** A scratch file. */
  StoredLogits(Path path) {
    this(path, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
  }

  /** A file that was {@link #kept}, to be read. */
  StoredLogits(Path path, List<Entry> entries) {
    file = open(path, StandardOpenOption.READ);
    this.entries.addAll(entries);
  }

  private StoredLogits(Path path, OpenOption... options) {
    List<OpenOption> all = new ArrayList<>(List.of(options));
    all.add(StandardOpenOption.READ);
    all.add(StandardOpenOption.CREATE_NEW);
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    file = open(path, all.toArray(OpenOption[]::new));
  }

  /** A file that stays. */
  static StoredLogits kept(Path path) {
    return new StoredLogits(path, StandardOpenOption.WRITE);
  }

  private static FileChannel open(Path path, OpenOption... options) {
    try {
      return FileChannel.open(path, options);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where everything is. */
  List<Entry> entries() {
    return List.copyOf(entries);
  }

  /** Appends the views of an image of the given size. */
  void add(List<LogitMap> views, ImageSize image) {
    List<Map> maps = new ArrayList<>();
    for (LogitMap view : views) {
      maps.add(append(view));
    }
    entries.add(new Entry(maps, image));
  }

  private Map append(LogitMap view) {
    float[] logits = view.logits();
    ByteBuffer bytes = ByteBuffer.allocate(4 * logits.length).order(ByteOrder.nativeOrder());
    bytes.asFloatBuffer().put(logits);
    try {
      long offset = file.size();
      file.position(offset);
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
      return new Map(offset, view.size().height(), view.size().width(), view.classes());
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

  /** Lends the i-th image's logits, [1, h, w, C] of each view. */
  void with(int i, Consumer<List<TFloat32>> use) {
    List<TFloat32> views = new ArrayList<>();
    try {
      for (Map map : entries.get(i).views()) {
        TFloat32 logits = TFloat32.tensorOf(map.shape());
        views.add(logits);
        logits.asRawTensor().data().write(read(map).array());
      }
      use.accept(views);
    } finally {
      views.forEach(TFloat32::close);
    }
  }

  /** The i-th image's logits, of each view. */
  List<LogitMap> maps(int i) {
    return entries.get(i).views().stream().map(this::map).toList();
  }

  private LogitMap map(Map map) {
    float[] logits = new float[Math.toIntExact(map.shape().size())];
    read(map).rewind().order(ByteOrder.nativeOrder()).asFloatBuffer().get(logits);
    return LogitMap.of(map.shape(), logits);
  }

  private ByteBuffer read(Map map) {
    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(4 * map.shape().size()));
    try {
      while (bytes.hasRemaining()) {
        if (file.read(bytes, map.offset() + bytes.position()) < 0) {
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
