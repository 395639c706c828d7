package org.sourcefree.torch;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.sourcefree.InvalidInputException;
import org.sourcefree.torch.StoredTensor.Storage;

/**
 * PyTorch's format before 1.6: pickles of a magic number, a protocol number, the system, the
 * checkpoint and the storages' keys, then each storage's number of elements and raw bytes. Nothing
 * in it guards the values; everything else must agree.
 */
final class LegacyCheckpoint implements TensorFile {
  private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
  private static final long PROTOCOL = 1001;
  private static final int LARGEST_PICKLES = 16 << 20;

  private final RawData data;
  private final StateDictPickle stateDict;
  private final Map<String, Long> offsets = new HashMap<>();

  private LegacyCheckpoint(RawData data) throws IOException {
    this.data = data;
    int length = (int) Math.min(LARGEST_PICKLES, data.size());
    PickleInput pickles = new PickleInput(data.bytes(0, length).array());
    Map<String, Storage> storages = new LinkedHashMap<>();
    Map<String, Storage> none = new HashMap<>();
    if (!MAGIC.equals(TensorPickle.load(pickles, none))
        || !(TensorPickle.load(pickles, none) instanceof Number protocol)
        || protocol.longValue() != PROTOCOL) {
      throw new InvalidInputException("it must be a PyTorch checkpoint");
    }
    if (!(TensorPickle.load(pickles, none) instanceof Map<?, ?> system)
        || !Boolean.TRUE.equals(system.get("little_endian"))) {
      throw new InvalidInputException("it must come from a little-endian machine");
    }
    stateDict = StateDictPickle.in(TensorPickle.load(pickles, storages));
    locate(TensorPickle.load(pickles, none), storages, pickles.position());
  }

  /** Opens a file; what is wrong with it is said without its name. */
  static LegacyCheckpoint open(Path file) throws IOException {
    RawData data = new RawData(file);
    try {
      return new LegacyCheckpoint(data);
    } catch (IOException | RuntimeException e) {
      data.close();
      throw e;
    }
  }

  private void locate(Object keys, Map<String, Storage> storages, long start) throws IOException {
    if (!(keys instanceof List<?> list)
        || list.size() != storages.size()
        || !list.stream().allMatch(String.class::isInstance)
        || !new HashSet<Object>(list).equals(storages.keySet())) {
      throw new InvalidInputException("its list of storages must name those that tensors use");
    }
    long position = start;
    for (Object key : list) {
      Storage storage = Objects.requireNonNull(storages.get(key));
      long size = data.bytes(position, Long.BYTES).getLong();
      if (size != storage.size()) {
        throw new InvalidInputException(
            "storage %s must have %d elements, found %d"
                .formatted(storage.key(), storage.size(), size));
      }
      offsets.put(storage.key(), position + Long.BYTES);
      position += Long.BYTES + storage.bytes();
    }
    if (position != data.size()) {
      throw new InvalidInputException(
          "its storages must take %d bytes, found %d"
              .formatted(position - start, data.size() - start));
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
    Storage storage = tensor.storage();
    try {
      long offset = Objects.requireNonNull(offsets.get(storage.key()));
      return tensor.values(data.bytes(offset, storage.bytes()));
    } catch (IOException e) {
      throw new InvalidInputException("storage %s is truncated".formatted(storage.key()), e);
    }
  }

  @Override
  public void close() {
    data.close();
  }
}
