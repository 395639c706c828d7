package org.sourcefree.testing;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * Reads TensorBoard's event files without TensorFlow and without protobuf: TFRecords, whose
 * checksums it verifies, of Event messages, of which it knows the fields that are used.
 */
public final class Events {
  private Events() {}

  /**
   * A value of an event.
   *
   * @param number if it is a scalar, else 0
   * @param png if it is a picture, else empty
   */
  public record Value(String file, long step, String tag, float number, ByteBuffer png) {}

  /** Every value in a folder's files, in the order of the files' names. */
  public static List<Value> in(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Value> values = new ArrayList<>();
      for (Path file : files.filter(Events::isEventFile).sorted().toList()) {
        read(file, values);
      }
      return values;
    }
  }

  /** Whether a file's name is that of an event file. */
  public static boolean isEventFile(Path file) {
    return file.getFileName().toString().startsWith("events.out.tfevents.");
  }

  private static void read(Path file, List<Value> values) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    boolean first = true;
    while (bytes.hasRemaining()) {
      byte[] length = checked(bytes, Long.BYTES);
      long size = ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong();
      ByteBuffer content = ByteBuffer.wrap(checked(bytes, Math.toIntExact(size)));
      event(message(content), first, file, values);
      first = false;
    }
  }

  /** So many bytes, followed by their masked CRC-32C. */
  private static byte[] checked(ByteBuffer bytes, int size) throws IOException {
    byte[] content = new byte[size];
    bytes.get(content);
    CRC32C checksum = new CRC32C();
    checksum.update(content);
    int sum = (int) checksum.getValue();
    int masked = (sum >>> 15 | sum << 17) + 0xa282ead8;
    if (bytes.getInt() != masked) {
      throw new IOException("the checksum must fit");
    }
    return content;
  }

  /** Event: step = 2, file_version = 3, summary = 5. */
  private static void event(List<Field> fields, boolean first, Path file, List<Value> values)
      throws IOException {
    long step = 0;
    for (Field field : fields) {
      if (field.number == 2) {
        step = field.value;
      } else if (field.number == 3 && !(first && field.text().equals("brain.Event:2"))) {
        throw new IOException("a file must begin with its version, got " + field.text());
      }
    }
    for (Field field : fields) {
      if (field.number == 5) {
        for (Field value : message(field.bytes)) {
          values.add(value(message(value.bytes), step, file));
        }
      }
    }
  }

  /** Summary.Value: tag = 1, simple_value = 2, image = 4, whose encoded_image_string is 4. */
  private static Value value(List<Field> fields, long step, Path file) {
    String tag = "";
    float number = 0;
    ByteBuffer png = ByteBuffer.allocate(0);
    for (Field field : fields) {
      switch (field.number) {
        case 1 -> tag = field.text();
        case 2 -> number = Float.intBitsToFloat((int) field.value);
        case 4 -> png = encoded(message(field.bytes));
        default -> {}
      }
    }
    return new Value(file.getFileName().toString(), step, tag, number, png);
  }

  private static ByteBuffer encoded(List<Field> image) {
    return image.stream().filter(field -> field.number == 4).findFirst().orElseThrow().bytes;
  }

  /** A field of a protobuf message: a number, or bytes. */
  private record Field(int number, long value, ByteBuffer bytes) {
    String text() {
      return StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
    }
  }

  private static List<Field> message(ByteBuffer content) {
    ByteBuffer bytes = content.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    List<Field> fields = new ArrayList<>();
    while (bytes.hasRemaining()) {
      int key = (int) varint(bytes);
      ByteBuffer none = ByteBuffer.allocate(0);
      fields.add(
          switch (key & 7) {
            case 0 -> new Field(key >>> 3, varint(bytes), none);
            case 1 -> new Field(key >>> 3, bytes.getLong(), none);
            case 2 -> {
              int size = (int) varint(bytes);
              ByteBuffer value = bytes.slice(bytes.position(), size);
              bytes.position(bytes.position() + size);
              yield new Field(key >>> 3, 0, value);
            }
            case 5 -> new Field(key >>> 3, bytes.getInt(), none);
            default -> throw new IllegalArgumentException("unknown wire type " + (key & 7));
          });
    }
    return fields;
  }

  private static long varint(ByteBuffer bytes) {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = bytes.get();
      value |= (long) (next & 127) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }
}
