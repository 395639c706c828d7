package org.sourcefree.config;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** Turns a tree into records. What does not fit goes to the problems, and its value is empty. */
final class Binder {
  private final Problems problems;
  private final boolean computed;

  /**
   * A binder.
   *
   * @param computed whether real numbers go into computations in 32-bit floats, which must hold
   *     them
   */
  Binder(Problems problems, boolean computed) {
    this.problems = problems;
    this.computed = computed;
  }

  /** The value at a key path as an object of a record component's type. */
  Optional<Object> bind(Node node, Type type, String path) {
    if (node instanceof Node.Refused) {
      return Optional.empty();
    }
    if (node.isNull()) {
      return wrong("must not be null, got null", node, path);
    }
    if (type instanceof ParameterizedType generic) {
      return bindGeneric(node, generic, path);
    }
    if (type instanceof Class<?> single && Scalars.covers(single)) {
      try {
        return Optional.of(Scalars.read(node, single, computed));
      } catch (IllegalArgumentException e) {
        return wrong(String.valueOf(e.getMessage()), node, path);
      }
    }
    if (type instanceof Class<?> single && (single.isRecord() || single.isSealed())) {
      return bindRecord(node, single, path);
    }
    throw unsupported(type);
  }

  /** A mapping of texts to texts, those of them that are right. */
  Map<String, String> bindTexts(Node node) {
    Map<String, String> texts = new LinkedHashMap<>();
    if (!(node instanceof Node.Refused)
        && bindMap(node, String.class, "").orElse(Map.of()) instanceof Map<?, ?> bound) {
      bound.forEach((key, value) -> texts.put((String) key, (String) value));
    }
    return texts;
  }

  private Optional<Object> bindGeneric(Node node, ParameterizedType type, String path) {
    Type[] arguments = type.getActualTypeArguments();
    if (type.getRawType() == Optional.class) {
      return bind(node, arguments[0], path).map(Optional::of);
    } else if (type.getRawType() == List.class) {
      return bindList(node, arguments[0], path);
    } else if (type.getRawType() == Map.class && arguments[0] == String.class) {
      return bindMap(node, arguments[1], path);
    }
    throw unsupported(type);
  }

  private Optional<Object> bindList(Node node, Type element, String path) {
    if (!(node instanceof Node.Sequence sequence)) {
      return wrong("must be a list, got " + node.described(), node, path);
    }
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < sequence.elements().size(); i++) {
      String child = Names.child(path, Integer.toString(i));
      bind(sequence.elements().get(i), element, child).ifPresent(values::add);
    }
    boolean complete = values.size() == sequence.elements().size();
    return complete ? Optional.of(List.copyOf(values)) : Optional.empty();
  }

  private Optional<Object> bindMap(Node node, Type element, String path) {
    if (!(node instanceof Node.Mapping mapping)) {
      return wrong("must be a mapping, got " + node.described(), node, path);
    }
    Map<String, Object> values = new LinkedHashMap<>();
    mapping
        .entries()
        .forEach(
            (key, value) ->
                bind(value, element, Names.child(path, key)).ifPresent(v -> values.put(key, v)));
    boolean complete = values.size() == mapping.entries().size();
    return complete ? Optional.of(Collections.unmodifiableMap(values)) : Optional.empty();
  }

  private Optional<Object> bindRecord(Node node, Class<?> type, String path) {
    if (!(node instanceof Node.Mapping mapping)) {
      return wrong("must be a mapping, got " + node.described(), node, path);
    }
    SortedMap<String, Class<?>> kinds = Kinds.of(type);
    if (kinds.isEmpty()) {
      return bindComponents(mapping, type, path);
    }
    return chosen(mapping, kinds, path).flatMap(kind -> bindComponents(mapping, kind, path));
  }

  private Optional<Class<?>> chosen(
      Node.Mapping mapping, SortedMap<String, Class<?>> kinds, String path) {
    List<String> names = List.copyOf(kinds.keySet());
    Node kind = mapping.entries().getOrDefault(Kinds.KEY, new Node.Refused(mapping.place()));
    String child = Names.child(path, Kinds.KEY);
    Optional<Class<?>> unnamed = Kinds.unnamed(kinds);
    if (!mapping.entries().containsKey(Kinds.KEY) && unnamed.isPresent()) {
      return unnamed;
    }
    if (!mapping.entries().containsKey(Kinds.KEY)) {
      problems.add("kind " + Scalars.oneOf(names, "none", ""), mapping.place(), child);
      return Optional.empty();
    }
    if (kind instanceof Node.Scalar scalar && kinds.containsKey(scalar.text())) {
      return Optional.of(kinds.get(scalar.text()));
    }
    if (!(kind instanceof Node.Refused)) {
      String typed = kind instanceof Node.Scalar scalar ? scalar.text() : "";
      wrong(Scalars.oneOf(names, kind.described(), typed), kind, child);
    }
    return Optional.empty();
  }

  private Optional<Object> bindComponents(Node.Mapping mapping, Class<?> type, String path) {
    RecordComponent[] components = type.getRecordComponents();
    List<String> suggested = reportUnknown(mapping, type, path);
    List<Optional<Object>> values = new ArrayList<>();
    for (RecordComponent component : components) {
      String key = Names.snake(component.getName());
      boolean given = mapping.entries().containsKey(key);
      if (given) {
        Node value = mapping.entries().getOrDefault(key, mapping);
        values.add(bind(value, component.getGenericType(), Names.child(path, key)));
      } else if (component.getType() == Optional.class) {
        values.add(Optional.of(Optional.empty()));
      } else {
        values.add(Optional.empty());
        if (!suggested.contains(key)) {
          problems.add("missing key " + key, mapping.place(), Names.child(path, key));
        }
      }
    }
    return construct(mapping, type, values, path);
  }

  /** Reports unknown keys; returns the absent keys that they seem to stand for. */
  private List<String> reportUnknown(Node.Mapping mapping, Class<?> type, String path) {
    List<String> known = keys(type);
    List<String> absent =
        known.stream().filter(key -> !mapping.entries().containsKey(key)).toList();
    List<String> suggested = new ArrayList<>();
    mapping
        .entries()
        .forEach(
            (key, value) -> {
              if (!known.contains(key) && !(Kinds.isKind(type) && key.equals(Kinds.KEY))) {
                Optional<String> missing = Names.nearest(key, absent);
                missing.ifPresent(suggested::add);
                Optional<String> nearest = missing.or(() -> Names.nearest(key, known));
                String hint =
                    nearest.isPresent() || known.isEmpty()
                        ? Names.hint(nearest)
                        : ", known here: " + String.join(", ", known);
                problems.add(
                    "unknown key " + Names.printable(key) + hint,
                    value.place(),
                    Names.child(path, key));
              }
            });
    return suggested;
  }

  /** What the constructor says of a value is reported, and what it says of the others besides. */
  private Optional<Object> construct(
      Node.Mapping mapping, Class<?> type, List<Optional<Object>> values, String path) {
    Guesses guesses = new Guesses(type);
    List<Optional<Object>> known = new ArrayList<>(values);
    Optional<String> fault;
    if (known.stream().allMatch(Optional::isPresent)) {
      try {
        return Optional.of(Records.create(type, known.stream().map(Optional::get).toList()));
      } catch (IllegalArgumentException e) {
        fault = Optional.of(String.valueOf(e.getMessage()));
      }
    } else {
      fault = guesses.fault(known);
    }
    while (fault.isPresent()) {
      int at = guesses.key(fault.get());
      String key = at < 0 ? "" : keys(type).get(at);
      Node node = at < 0 ? mapping : mapping.entries().getOrDefault(key, mapping);
      problems.add(fault.get(), node.place(), at < 0 ? path : Names.child(path, key));
      if (at < 0) {
        break;
      }
      known.set(at, Optional.empty());
      fault = guesses.fault(known);
    }
    return Optional.empty();
  }

  private Optional<Object> wrong(String sentence, Node node, String path) {
    problems.add(Names.last(path) + " " + sentence, node.place(), path);
    return Optional.empty();
  }

  private static List<String> keys(Class<?> type) {
    return Arrays.stream(type.getRecordComponents()).map(c -> Names.snake(c.getName())).toList();
  }

  private static IllegalStateException unsupported(Type type) {
    return new IllegalStateException(
        "a config component must be a number, boolean, text, path, enum, record, sealed interface"
            + " of records, or a List, Map<String, …> or Optional of them, got "
            + type.getTypeName());
  }
}
