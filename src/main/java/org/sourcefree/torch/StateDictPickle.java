package org.sourcefree.torch;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sourcefree.InvalidInputException;
import org.sourcefree.PlainText;
import org.sourcefree.torch.TensorFile.Entry;

/**
 * The state dict in an unpickled checkpoint: the object itself, or what lies under {@code
 * state_dict}, {@code model} or {@code model_state_dict}.
 *
 * @param tensors by name, in the file's order
 * @param skipped what was not read, in the whole checkpoint
 */
record StateDictPickle(Map<String, StoredTensor> tensors, List<String> skipped) {
  private static final List<String> WRAPPERS = List.of("state_dict", "model_state_dict", "model");
  private static final int DEEPEST = 3;

  /**
   * Looks for it.
   *
   * @throws InvalidInputException if there is no state dict or it holds anything but tensors, and
   *     what is skipped
   */
  static StateDictPickle in(Object checkpoint) {
    Object found = checkpoint;
    for (int depth = 0; depth < DEEPEST && found instanceof Map<?, ?> map; depth++) {
      Object inner = null;
      for (String wrapper : WRAPPERS) {
        inner = inner == null && map.get(wrapper) instanceof Map<?, ?> dict ? dict : inner;
      }
      if (inner == null) {
        break;
      }
      found = inner;
    }
    if (!(found instanceof Map<?, ?> dict) || dict.isEmpty()) {
      throw new InvalidInputException("a checkpoint must hold a state dict, found none");
    }
    return new StateDictPickle(tensors(dict), UnreadObjects.in(checkpoint));
  }

  private static Map<String, StoredTensor> tensors(Map<?, ?> dict) {
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : dict.entrySet()) {
      if (entry.getValue() instanceof SkippedObject) {
        continue;
      }
      if (!(entry.getKey() instanceof String name)
          || !(entry.getValue() instanceof StoredTensor tensor)) {
        throw new InvalidInputException(
            "a state dict must hold tensors by name alone, found \"%s\"".formatted(entry.getKey()));
      }
      tensors.put(PlainText.line(name), tensor);
    }
    if (tensors.isEmpty()) {
      throw new InvalidInputException("a checkpoint must hold a state dict, found none");
    }
    return tensors;
  }

  /** What the tensors are. */
  static List<Entry> entries(Map<String, StoredTensor> tensors) {
    return tensors.entrySet().stream()
        .map(
            entry ->
                new Entry(
                    entry.getKey(),
                    entry.getValue().storage().type().torchName(),
                    entry.getValue().shape()))
        .toList();
  }
}
