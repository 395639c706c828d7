package org.sourcefree.pseudolabel;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

  private final AppendedFile file;
  private final List<Entry> entries = new ArrayList<>();

  private StoredLogits(AppendedFile file, List<Entry> entries) {
    this.file = file;
    this.entries.addAll(entries);
  }

  /** A scratch file. */
  StoredLogits(Path path) {
    this(AppendedFile.scratch(path), List.of());
  }

  /** A file that was {@link #kept}, to be read. */
  StoredLogits(Path path, List<Entry> entries) {
    this(AppendedFile.existing(path), entries);
  }

  /** A file that stays. */
  static StoredLogits kept(Path path) {
    return new StoredLogits(AppendedFile.kept(path), List.of());
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
    ByteBuffer bytes = AppendedFile.bytes(Float.BYTES * logits.length);
    bytes.asFloatBuffer().put(logits);
    long offset = file.append(bytes);
    return new Map(offset, view.size().height(), view.size().width(), view.classes());
  }

  /** Number of images. */
  int size() {
    return entries.size();
  }

  /** Size of the i-th image, pixels. */
  ImageSize imageSize(int i) {
    return entries.get(i).image();
  }

  /** The i-th image's logits, [1, h, w, C] of each view; the caller closes them. */
  List<TFloat32> tensors(int i) {
    List<TFloat32> views = new ArrayList<>();
    try {
      for (Map map : entries.get(i).views()) {
        TFloat32 logits = TFloat32.tensorOf(map.shape());
        views.add(logits);
        logits.asRawTensor().data().write(read(map).array());
      }
      return views;
    } catch (RuntimeException | Error e) {
      views.forEach(TFloat32::close);
      throw e;
    }
  }

  /** The i-th image's logits, of each view. */
  List<LogitMap> maps(int i) {
    return entries.get(i).views().stream().map(this::map).toList();
  }

  private LogitMap map(Map map) {
    float[] logits = new float[Math.toIntExact(map.shape().size())];
    read(map).asFloatBuffer().get(logits);
    return LogitMap.of(map.shape(), logits);
  }

  private ByteBuffer read(Map map) {
    return file.read(map.offset(), Math.toIntExact(Float.BYTES * map.shape().size()));
  }

  @Override
  public void close() {
    file.close();
  }
}
