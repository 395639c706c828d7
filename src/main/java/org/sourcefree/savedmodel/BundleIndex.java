package org.sourcefree.savedmodel;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.zip.CRC32C;
import org.sourcefree.InvalidInputException;
import org.tensorflow.proto.DataType;

/**
 * What the index of a checkpoint says, checked before TensorFlow reads anything: every tensor lies
 * inside its file and takes as many bytes as its type and shape do, so that none is larger than the
 * files (tensor_bundle.proto; writer and reader in tensor_bundle.cc).
 */
public final class BundleIndex {
  private static final long LARGEST = 256L << 20;
  private static final int MOST_SHARDS = 100_000;
  private static final int LONGEST_TEXT = 256 << 20;

  /** Begins the keys under which the parts of partitioned variables lie. */
  private static final String PART = "\0";

  private final Path prefix;
  private final Map<String, BundleEntry> entries = new LinkedHashMap<>();
  private final Map<Integer, Long> shards = new LinkedHashMap<>();
  private final int shardCount;

  private BundleIndex(Path prefix) throws IOException {
    this.prefix = prefix;
    Map<String, byte[]> table = SortedTable.read(content(sibling(".index")));
    byte[] header = table.remove("");
    if (header == null) {
      throw new IOException("its index has no header");
    }
    shardCount = shardCount(header);
    for (Map.Entry<String, byte[]> entry : table.entrySet()) {
      BundleEntry read = BundleEntry.parse(entry.getValue());
      requireInside(read);
      if (!entry.getKey().startsWith(PART)) {
        entries.put(entry.getKey(), read);
      }
    }
  }

  /**
   * Reads and checks the index.
   *
   * @throws InvalidInputException if there is none, or it is damaged or does not fit its files
   */
  public static BundleIndex open(Path prefix) {
    try {
      return new BundleIndex(prefix);
    } catch (IOException | ArithmeticException e) {
      throw unreadable(prefix, String.valueOf(e.getMessage()), e);
    }
  }

  /** What is said of a checkpoint that cannot be read. */
  static InvalidInputException unreadable(Path prefix, String reason, Exception cause) {
    return new InvalidInputException(
        "weights must be an intact TensorFlow checkpoint, could not be read: %s (%s)"
            .formatted(reason, prefix),
        cause);
  }

  /** The tensors by key, without the parts of partitioned ones. */
  Map<String, BundleEntry> entries() {
    return entries;
  }

  /**
   * The bytes of a scalar text: its length, the length's checksum, the text.
   *
   * @throws InvalidInputException if they are damaged
   */
  byte[] text(String key) {
    BundleEntry entry = Objects.requireNonNull(entries.get(key), key);
    try {
      if (entry.type() != DataType.DT_STRING || entry.elements() != 1) {
        throw new IOException("%s is not one text".formatted(key));
      }
      ByteBuffer bytes = ByteBuffer.wrap(bytes(entry)).order(ByteOrder.LITTLE_ENDIAN);
      long length = SortedTable.varint(bytes);
      if (length != bytes.remaining() - Integer.BYTES) {
        throw new IOException("the text %s is damaged".formatted(key));
      }
      CRC32C crc = new CRC32C();
      crc.update(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt((int) length).flip());
      boolean sound = bytes.getInt(bytes.position()) == SortedTable.masked(crc);
      crc.update(bytes.duplicate());
      byte[] text = new byte[(int) length];
      bytes.position(bytes.position() + Integer.BYTES).get(text);
      if (!sound || SortedTable.masked(crc) != entry.checksum()) {
        throw new IOException("a checksum of %s does not match its data".formatted(key));
      }
      return text;
    } catch (IOException e) {
      throw unreadable(prefix, String.valueOf(e.getMessage()), e);
    }
  }

  private byte[] bytes(BundleEntry entry) throws IOException {
    if (entry.size() > LONGEST_TEXT) {
      throw new IOException("a text in it takes %d bytes".formatted(entry.size()));
    }
    try (RandomAccessFile file = new RandomAccessFile(shard(entry.shard()).toFile(), "r")) {
      byte[] bytes = new byte[(int) entry.size()];
      file.seek(entry.offset());
      file.readFully(bytes);
      return bytes;
    }
  }

  private static byte[] content(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException("%s is not there".formatted(file.getFileName()));
    }
    if (Files.size(file) > LARGEST) {
      throw new IOException("its index is larger than 256 MiB");
    }
    return Files.readAllBytes(file);
  }

  /** BundleHeaderProto: 1 the number of files, 2 the byte order, 0 for little-endian. */
  private static int shardCount(byte[] header) throws IOException {
    CodedInputStream in = CodedInputStream.newInstance(header);
    int shards = 0;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (WireFormat.getTagFieldNumber(tag)) {
        case 1 -> shards = in.readInt32();
        case 2 -> {
          if (in.readEnum() != 0) {
            throw new IOException("it comes from a big-endian machine");
          }
        }
        default -> in.skipField(tag);
      }
    }
    if (shards < 1 || shards > MOST_SHARDS) {
      throw new IOException("it says that it has %d files".formatted(shards));
    }
    return shards;
  }

  private void requireInside(BundleEntry entry) throws IOException {
    if (entry.shard() < 0 || entry.shard() >= shardCount) {
      throw new IOException("a tensor lies in file %d of %d".formatted(entry.shard(), shardCount));
    }
    long length = length(entry.shard());
    if (entry.offset() < 0 || entry.size() < 0 || entry.offset() > length - entry.size()) {
      throw new IOException(
          "%d bytes at %d are beyond the end of %s"
              .formatted(entry.size(), entry.offset(), shard(entry.shard()).getFileName()));
    }
    entry.requireFits(length);
  }

  private long length(int shard) throws IOException {
    Long known = shards.get(shard);
    if (known == null) {
      Path file = shard(shard);
      if (!Files.isRegularFile(file)) {
        throw new IOException("%s is not there".formatted(file.getFileName()));
      }
      known = Files.size(file);
      shards.put(shard, known);
    }
    return known;
  }

  private Path shard(int shard) {
    return sibling(".data-%05d-of-%05d".formatted(shard, shardCount));
  }

  private Path sibling(String ending) {
    return prefix.resolveSibling(prefix.getFileName() + ending);
  }
}
