package org.sourcefree.run.events;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.sourcefree.files.Fresh;
import org.tensorflow.proto.Event;

/**
 * The event files that an interrupted run left. Steps that are taken again are removed, and so is a
 * truncated record; all else stays as it is, to the byte.
 */
public final class EventHistory {
  private static final String BEGIN = "events.out.tfevents.";
  private static final int HEADER = Long.BYTES + Integer.BYTES;
  private static final int FOOTER = Integer.BYTES;
  private static final int LARGEST = 1 << 30;
  private static final int MASK = 0xa282ead8;
  private static final int MASK_ROTATION = 15;

  private final Path folder;

  /** The event files that lie in a folder. */
  public EventHistory(Path folder) {
    this.folder = folder;
  }

  /** Which values stay. */
  @FunctionalInterface
  public interface Kept {
    /** Whether a value stays. */
    boolean test(long step, String tag);
  }

  /** Cuts out the values that do not stay. */
  public void keep(Kept kept) {
    try {
      for (Path file : files()) {
        Path partial = file.resolveSibling("partial." + file.getFileName());
        copy(file, partial, kept);
        Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> found = Files.list(folder)) {
      return found
          .filter(file -> file.getFileName().toString().startsWith(BEGIN))
          .sorted()
          .toList();
    }
  }

  private static void copy(Path from, Path to, Kept kept) throws IOException {
    try (FileChannel in = FileChannel.open(from);
        OutputStream out = Fresh.open(to)) {
      for (Optional<ByteBuffer> record = next(in); record.isPresent(); record = next(in)) {
        if (stays(record.get(), kept)) {
          out.write(record.get().array());
        }
      }
    }
  }

  /**
   * The next complete record: length, its checksum, event, its checksum. Nothing behind damage can
   * be relied on.
   */
  private static Optional<ByteBuffer> next(FileChannel in) throws IOException {
    long left = in.size() - in.position() - HEADER - FOOTER;
    if (left < 0) {
      return Optional.empty();
    }
    ByteBuffer header = read(in, HEADER);
    long length = header.getLong(0);
    if (!isWhole(header, 0, Long.BYTES) || length < 0 || length > Math.min(left, LARGEST)) {
      return Optional.empty();
    }
    ByteBuffer record = read(in, (int) (HEADER + length + FOOTER));
    in.position(in.position() + record.capacity());
    return isWhole(record, HEADER, (int) length) ? Optional.of(record) : Optional.empty();
  }

  /** The bytes that follow, without moving on. */
  private static ByteBuffer read(FileChannel in, int bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(new byte[bytes]).order(ByteOrder.LITTLE_ENDIAN);
    long start = in.position();
    while (buffer.hasRemaining() && in.read(buffer, start + buffer.position()) >= 0) {}
    return buffer.rewind();
  }

  /** Whether bytes are followed by their masked CRC-32C. */
  private static boolean isWhole(ByteBuffer bytes, int from, int length) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes.slice(from, length));
    int masked = Integer.rotateRight((int) checksum.getValue(), MASK_ROTATION) + MASK;
    return bytes.getInt(from + length) == masked;
  }

  private static boolean stays(ByteBuffer record, Kept kept) throws IOException {
    Event event = Event.parseFrom(record.slice(HEADER, record.capacity() - HEADER - FOOTER));
    return event.getSummary().getValueList().stream()
        .allMatch(value -> kept.test(event.getStep(), value.getTag()));
  }
}
