package org.sourcefree.torch;

import static net.razorvine.pickle.Opcodes.*;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.razorvine.pickle.IObjectConstructor;
import net.razorvine.pickle.PickleException;
import net.razorvine.pickle.Unpickler;
import org.sourcefree.InvalidInputException;
import org.sourcefree.torch.StoredTensor.Storage;

/**
 * Reads a pickle that may hold tensors, plain values and what is known to stand beside them ({@link
 * SkippedObject}) and nothing else: a name outside the allow-list, an operation that data does not
 * need, a length beyond the file and a key that is not a text or a number are refused before the
 * pickle library acts on them.
 */
final class TensorPickle extends Unpickler {
  private static final int MOST_OPERATIONS = 2_000_000;

  /** The library copies the stack with every list; PyTorch writes a thousand entries at a time. */
  private static final int DEEPEST_STACK = 10_000;

  private static final int LONGEST_NAME = 200;
  private static final int LONGEST_NUMBER = 16;

  /** Values and containers; neither classes by copyreg, old instances nor shared buffers. */
  private static final Set<Short> PLAIN =
      Set.of(
          PROTO,
          FRAME,
          MARK,
          STOP,
          NONE,
          NEWTRUE,
          NEWFALSE,
          BININT,
          BININT1,
          BININT2,
          BINFLOAT,
          TUPLE,
          TUPLE1,
          TUPLE2,
          TUPLE3,
          EMPTY_TUPLE,
          EMPTY_LIST,
          APPEND,
          APPENDS,
          BINPUT,
          LONG_BINPUT,
          BINGET,
          LONG_BINGET,
          MEMOIZE,
          REDUCE);

  private static final Set<Short> LONG_LENGTHS = Set.of(BINUNICODE, BINSTRING, BINBYTES, LONG4);
  private static final Set<Short> SHORT_LENGTHS =
      Set.of(SHORT_BINUNICODE, SHORT_BINSTRING, SHORT_BINBYTES, LONG1);

  private static final Map<String, IObjectConstructor> FUNCTIONS =
      Map.of(
          "collections.OrderedDict", TensorPickle::dictionary,
          "collections.defaultdict", factory -> new Dictionary(),
          "torch._utils._rebuild_tensor", TensorPickle::tensor,
          "torch._utils._rebuild_tensor_v2", TensorPickle::tensor,
          "torch._utils._rebuild_parameter", TensorPickle::parameter);

  /** A dictionary in its order whose keys cannot be containers. */
  static final class Dictionary extends LinkedHashMap<Object, Object> {
    private static final long serialVersionUID = 1;

    @Override
    public Object put(Object key, Object value) {
      if (!(key instanceof String || key instanceof Number)) {
        throw new InvalidInputException("a dictionary's keys must be texts or numbers");
      }
      return super.put(key, value);
    }
  }

  private final PickleInput bytes;
  private final Map<String, Storage> storages;
  private int operations;

  private TensorPickle(PickleInput bytes, Map<String, Storage> storages) {
    this.bytes = bytes;
    this.storages = storages;
  }

  /**
   * Reads one pickle.
   *
   * @param bytes left behind its end
   * @param storages is given every storage that the pickle names, by key
   * @return a {@link Dictionary}, List, Object[] (tuple), text, number, {@link StoredTensor},
   *     {@link SkippedObject} …
   * @throws InvalidInputException if it is damaged or holds anything else
   */
  static Object load(PickleInput bytes, Map<String, Storage> storages) {
    try {
      return new TensorPickle(bytes, storages).load(bytes);
    } catch (InvalidInputException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new InvalidInputException("a pickle in it is damaged or truncated", e);
    }
  }

  @Override
  protected Object dispatch(short operation) throws IOException {
    if (++operations > MOST_OPERATIONS) {
      throw new InvalidInputException("a pickle in it has more than 2 million operations");
    }
    if (stack.size() > DEEPEST_STACK) {
      throw new InvalidInputException("a pickle in it keeps more than 10000 values at once");
    }
    if (operation == EMPTY_DICT) {
      stack.add(new Dictionary());
    } else if (operation == GLOBAL) {
      stack.add(named(line() + "." + line()));
    } else if (operation == STACK_GLOBAL) {
      Object name = stack.pop();
      stack.add(named(stack.pop() + "." + name));
    } else if (operation == BINPERSID) {
      stack.add(storage((Object[]) stack.pop()));
    } else if (operation == SETITEM) {
      Object value = stack.pop();
      set(Arrays.asList(stack.pop(), value));
    } else if (operation == SETITEMS) {
      set(stack.pop_all_since_marker());
    } else if (operation == BUILD) {
      build();
    } else if (operation == NEWOBJ) {
      stack.pop();
      requireSkipped(stack.peek());
    } else {
      requireHarmless(operation);
      return super.dispatch(operation);
    }
    return NO_RETURN_VALUE;
  }

  private void requireHarmless(short operation) {
    long length = 0;
    if (LONG_LENGTHS.contains(operation)) {
      length = bytes.peekUnsignedInt();
    } else if (SHORT_LENGTHS.contains(operation)) {
      length = bytes.peekByte();
    } else if (!PLAIN.contains(operation)) {
      throw new InvalidInputException(
          "a pickle in it must hold tensors alone, found operation 0x%02x".formatted(operation));
    }
    boolean number = operation == LONG1 || operation == LONG4;
    if (length > bytes.available() || (number && length > LONGEST_NUMBER)) {
      throw new InvalidInputException("a pickle in it is damaged or truncated");
    }
  }

  private String line() {
    StringBuilder line = new StringBuilder();
    for (int next = bytes.read(); next != '\n'; next = bytes.read()) {
      if (next < 0 || line.length() == LONGEST_NAME) {
        throw new InvalidInputException("a pickle in it is damaged or truncated");
      }
      line.append((char) next);
    }
    return new String(
        line.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  private static Object named(String name) {
    IObjectConstructor function = FUNCTIONS.get(name);
    if (function != null) {
      return function;
    }
    if (SkippedObject.isKnown(name)) {
      return new SkippedObject(name);
    }
    Optional<ElementType> type =
        name.startsWith("torch.")
            ? ElementType.ofStorage(name.substring("torch.".length()))
            : Optional.empty();
    return type.orElseThrow(
        () ->
            new InvalidInputException(
                "a pickle must name nothing but tensors, found "
                    + name.replaceAll("[^\\x20-\\x7e]", "?")));
  }

  /** The library would lose the order. */
  private void set(List<Object> keysAndValues) {
    if (stack.peek() instanceof SkippedObject) {
      return;
    }
    Dictionary dictionary = (Dictionary) stack.peek();
    for (int i = 0; i < keysAndValues.size(); i += 2) {
      dictionary.put(keysAndValues.get(i), keysAndValues.get(i + 1));
    }
  }

  /** An ordered dictionary carries attributes of PyTorch's, which say nothing of the weights. */
  private void build() {
    stack.pop();
    if (!(stack.peek() instanceof Dictionary)) {
      requireSkipped(stack.peek());
    }
  }

  private static void requireSkipped(Object object) {
    if (!(object instanceof SkippedObject)) {
      throw new InvalidInputException("a pickle in it must hold tensors alone, found an object");
    }
  }

  private Storage storage(Object[] id) {
    if (id.length < 5 || !"storage".equals(id[0]) || (id.length > 5 && id[5] != null)) {
      throw new InvalidInputException("a storage in it is of a kind that is not known");
    }
    Storage storage =
        new Storage((String) id[2], (ElementType) id[1], ((Number) id[4]).longValue());
    Storage other = storages.put(storage.key(), storage);
    if (other != null && !other.equals(storage)) {
      throw new InvalidInputException("storage %s in it has two sizes".formatted(storage.key()));
    }
    return storage;
  }

  private static Object dictionary(Object[] pairs) {
    Dictionary dictionary = new Dictionary();
    if (pairs.length == 1) {
      for (Object pair : (List<?>) pairs[0]) {
        Object[] entry = pair instanceof List<?> list ? list.toArray() : (Object[]) pair;
        dictionary.put(entry[0], entry[1]);
      }
    } else if (pairs.length > 1) {
      throw new PickleException("OrderedDict takes one argument");
    }
    return dictionary;
  }

  private static Object tensor(Object[] arguments) {
    return new StoredTensor(
        (Storage) arguments[0],
        ((Number) arguments[1]).longValue(),
        numbers((Object[]) arguments[2]),
        numbers((Object[]) arguments[3]));
  }

  private static Object parameter(Object[] arguments) {
    return (StoredTensor) arguments[0];
  }

  private static List<Long> numbers(Object[] tuple) {
    return List.of(tuple).stream().map(value -> ((Number) value).longValue()).toList();
  }
}
