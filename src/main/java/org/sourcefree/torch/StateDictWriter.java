package org.sourcefree.torch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import net.razorvine.pickle.Opcodes;
import org.sourcefree.files.Fresh;

/**
 * Writes an ordered dictionary of tensors in PyTorch's zip format, as torch.load reads it with or
 * without weights_only. The same tensors give the same bytes.
 */
final class StateDictWriter {
  private static final String PREFIX = "archive/";
  private static final LocalDateTime EPOCH = LocalDateTime.of(1980, 1, 1, 0, 0);

  /**
   * A tensor to write.
   *
   * @param data row-major, little-endian
   */
  record Tensor(ElementType type, List<Long> shape, ByteBuffer data) {
    static Tensor floats(List<Long> shape, float[] values) {
      ByteBuffer bytes =
          ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
      bytes.asFloatBuffer().put(values);
      return new Tensor(ElementType.FLOAT32, shape, bytes);
    }

    /** An int64 scalar 0. */
    static Tensor zero() {
      return new Tensor(ElementType.INT64, List.of(), ByteBuffer.allocate(Long.BYTES));
    }
  }

  private final ByteArrayOutputStream pickle = new ByteArrayOutputStream();
  private final Map<String, Tensor> tensors;

  private StateDictWriter(Map<String, Tensor> tensors) {
    this.tensors = tensors;
  }

  /** Writes a file, which appears when it is complete. */
  static void write(Path file, Map<String, Tensor> tensors) {
    Path partial = Fresh.beside(file, ".partial");
    try {
      try (OutputStream stream = Fresh.open(partial);
          ZipOutputStream zip = new ZipOutputStream(stream)) {
        new StateDictWriter(tensors).write(zip);
      }
      move(partial, file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void move(Path partial, Path file) throws IOException {
    try {
      Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(partial, file);
    }
  }

  private void write(ZipOutputStream zip) throws IOException {
    pickle();
    add(zip, "data.pkl", pickle.toByteArray());
    add(zip, "byteorder", "little".getBytes(StandardCharsets.US_ASCII));
    int key = 0;
    for (Tensor tensor : tensors.values()) {
      add(zip, "data/" + key++, tensor.data().array());
    }
    add(zip, "version", "3\n".getBytes(StandardCharsets.US_ASCII));
  }

  private static void add(ZipOutputStream zip, String name, byte[] data) throws IOException {
    CRC32 checksum = new CRC32();
    checksum.update(data);
    ZipEntry entry = new ZipEntry(PREFIX + name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(data.length);
    entry.setCrc(checksum.getValue());
    entry.setTimeLocal(EPOCH);
    zip.putNextEntry(entry);
    zip.write(data);
    zip.closeEntry();
  }

  /** Pickle protocol 2: collections.OrderedDict() with every tensor set in it. */
  private void pickle() {
    operation(Opcodes.PROTO);
    pickle.write(2);
    global("collections", "OrderedDict");
    operation(Opcodes.EMPTY_TUPLE, Opcodes.REDUCE, Opcodes.MARK);
    int key = 0;
    for (Map.Entry<String, Tensor> tensor : tensors.entrySet()) {
      text(tensor.getKey());
      tensor(tensor.getValue(), key++);
    }
    operation(Opcodes.SETITEMS, Opcodes.STOP);
  }

  /** torch._utils._rebuild_tensor_v2(storage, 0, shape, strides, False, OrderedDict()). */
  private void tensor(Tensor tensor, int key) {
    global("torch._utils", "_rebuild_tensor_v2");
    operation(Opcodes.MARK, Opcodes.MARK);
    text("storage");
    global("torch", tensor.type().storageName());
    text(String.valueOf(key));
    text("cpu");
    number(tensor.data().capacity() / tensor.type().bytes());
    operation(Opcodes.TUPLE, Opcodes.BINPERSID);
    number(0);
    numbers(tensor.shape());
    numbers(strides(tensor.shape()));
    operation(Opcodes.NEWFALSE);
    global("collections", "OrderedDict");
    operation(Opcodes.EMPTY_TUPLE, Opcodes.REDUCE, Opcodes.TUPLE, Opcodes.REDUCE);
  }

  /** Distances of neighbours along each dimension of a row-major tensor. */
  static List<Long> strides(List<Long> shape) {
    Long[] strides = new Long[shape.size()];
    long stride = 1;
    for (int d = strides.length - 1; d >= 0; d--) {
      strides[d] = stride;
      stride *= Math.max(1, shape.get(d));
    }
    return List.of(strides);
  }

  private void numbers(List<Long> values) {
    operation(Opcodes.MARK);
    values.forEach(value -> number(Math.toIntExact(value)));
    operation(Opcodes.TUPLE);
  }

  private void number(int value) {
    operation(Opcodes.BININT);
    littleEndian(value);
  }

  private void text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    operation(Opcodes.BINUNICODE);
    littleEndian(bytes.length);
    pickle.writeBytes(bytes);
  }

  private void global(String module, String name) {
    operation(Opcodes.GLOBAL);
    pickle.writeBytes((module + "\n" + name + "\n").getBytes(StandardCharsets.US_ASCII));
  }

  private void operation(short... operations) {
    for (short operation : operations) {
      pickle.write(operation);
    }
  }

  private void littleEndian(int value) {
    for (int i = 0; i < Integer.BYTES; i++) {
      pickle.write(value >>> (8 * i));
    }
  }
}
