package org.sourcefree.torch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.tensorflow.ndarray.Shape;

/**
 * Tensors that lie as TensorFlow has them, in PyTorch's layout: kernels [out, in, height, width].
 */
public final class TorchLayout implements TensorFile {
  private final TensorFile tensorFlow;
  private final Map<String, Entry> theirs = new LinkedHashMap<>();

  /** The tensors of a file, which is closed with this. */
  public TorchLayout(TensorFile tensorFlow) {
    this.tensorFlow = tensorFlow;
    tensorFlow.entries().forEach(entry -> theirs.put(entry.name(), entry));
  }

  @Override
  public List<Entry> entries() {
    List<Entry> entries = new ArrayList<>();
    for (Entry entry : theirs.values()) {
      entries.add(new Entry(entry.name(), entry.type(), AxisOrder.torchShape(shape(entry))));
    }
    return entries;
  }

  @Override
  public List<String> skipped() {
    return tensorFlow.skipped();
  }

  @Override
  public float[] read(Entry entry) {
    Entry stored = Objects.requireNonNull(theirs.get(entry.name()), entry.name());
    return AxisOrder.toTorch(tensorFlow.read(stored), shape(stored));
  }

  @Override
  public void close() {
    tensorFlow.close();
  }

  private static Shape shape(Entry entry) {
    return Shape.of(entry.shape().stream().mapToLong(Long::longValue).toArray());
  }
}
