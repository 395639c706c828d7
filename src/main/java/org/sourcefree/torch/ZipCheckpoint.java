package org.sourcefree.torch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.sourcefree.InvalidInputException;
import org.sourcefree.torch.StoredTensor.Storage;

/**
 * PyTorch's zip format, torch 1.6 and later: a pickle {@code X/data.pkl} and each storage's raw
 * bytes in {@code X/data/KEY}. Every record's CRC-32 is checked as it is read.
 */
final class ZipCheckpoint implements TensorFile {
  private static final String PICKLE = "/data.pkl";
  private static final int LARGEST_PICKLE = 16 << 20;
  private static final long MOST_DEFLATION = 50;
  private static final long SMALL = 1 << 16;

  private final ZipFile zip;
  private final Map<String, ZipEntry> records = new HashMap<>();
  private final String prefix;
  private final ByteOrder order;
  private final StateDictPickle stateDict;

  private ZipCheckpoint(ZipFile zip) throws IOException {
    this.zip = zip;
    for (ZipEntry record : Collections.list(zip.entries())) {
      if (records.put(record.getName(), record) != null) {
        throw new InvalidInputException("a record in it occurs twice");
      }
    }
    List<String> pickles = records.keySet().stream().filter(n -> n.endsWith(PICKLE)).toList();
    if (pickles.size() != 1) {
      throw new InvalidInputException("a zip checkpoint must hold a data.pkl, found none or many");
    }
    String pickle = pickles.get(0);
    prefix = pickle.substring(0, pickle.length() - PICKLE.length());
    order = order();
    Map<String, Storage> storages = new HashMap<>();
    Object checkpoint = TensorPickle.load(new PickleInput(bytes(pickle, LARGEST_PICKLE)), storages);
    stateDict = StateDictPickle.in(checkpoint);
    for (StoredTensor tensor : stateDict.tensors().values()) {
      requireWhole(tensor.storage());
    }
  }

  /** Opens a file; what is wrong with it is said without its name. */
  static ZipCheckpoint open(Path file) throws IOException {
    ZipFile zip = new ZipFile(file.toFile());
    try {
      return new ZipCheckpoint(zip);
    } catch (IOException | RuntimeException e) {
      zip.close();
      throw e;
    }
  }

  private ByteOrder order() throws IOException {
    String name = prefix + "/byteorder";
    if (!records.containsKey(name)) {
      return ByteOrder.LITTLE_ENDIAN;
    }
    String said = new String(bytes(name, 16), StandardCharsets.ISO_8859_1).strip();
    if (!said.equals("little") && !said.equals("big")) {
      throw new InvalidInputException("its byte order must be little or big");
    }
    return said.equals("big") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
  }

  private void requireWhole(Storage storage) {
    ZipEntry record = record(data(storage));
    if (record.getSize() != storage.bytes()) {
      throw new InvalidInputException(
          "storage %s must take %d bytes, found %d"
              .formatted(storage.key(), storage.bytes(), record.getSize()));
    }
  }

  private String data(Storage storage) {
    return prefix + "/data/" + storage.key();
  }

  private ZipEntry record(String name) {
    ZipEntry record = records.get(name);
    if (record == null) {
      throw new InvalidInputException("a zip checkpoint must hold the record " + name);
    }
    return record;
  }

  private byte[] bytes(String name, long most) throws IOException {
    ZipEntry record = record(name);
    long size = record.getSize();
    if (size < 0 || size > most || size > SMALL + MOST_DEFLATION * record.getCompressedSize()) {
      throw new InvalidInputException("record %s is too large, %d bytes".formatted(name, size));
    }
    try (InputStream stream = zip.getInputStream(record)) {
      byte[] bytes = stream.readNBytes((int) size);
      CRC32 checksum = new CRC32();
      checksum.update(bytes);
      if (bytes.length != size || stream.read() >= 0 || checksum.getValue() != record.getCrc()) {
        throw new InvalidInputException(
            "record %s is damaged, its checksum does not match".formatted(name));
      }
      return bytes;
    }
  }

  @Override
  public List<Entry> entries() {
    return StateDictPickle.entries(stateDict.tensors());
  }

  @Override
  public List<String> skipped() {
    return stateDict.skipped();
  }

  @Override
  public float[] read(Entry entry) {
    StoredTensor tensor = Objects.requireNonNull(stateDict.tensors().get(entry.name()));
    try {
      byte[] bytes = bytes(data(tensor.storage()), tensor.storage().bytes());
      return tensor.values(ByteBuffer.wrap(bytes).order(order));
    } catch (IOException e) {
      throw new InvalidInputException("record %s is damaged".formatted(tensor.storage().key()), e);
    }
  }

  @Override
  public void close() {
    try {
      zip.close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
