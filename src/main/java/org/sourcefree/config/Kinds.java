package org.sourcefree.config;

import java.util.Arrays;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The records that {@code kind} chooses among. */
final class Kinds {
  /** The key that names the record. */
  static final String KEY = "kind";

  private Kinds() {}

  /**
   * Records by kind: every record below a sealed interface; for a record of a sealed interface
   * itself alone; for any other record none. What a program may implement itself, an interface that
   * is not sealed, has no kind.
   */
  static SortedMap<String, Class<?>> of(Class<?> type) {
    SortedMap<String, Class<?>> kinds = new TreeMap<>();
    if (!type.isRecord() || isKind(type)) {
      collect(type, kinds);
    }
    return kinds;
  }

  /** Whether a record belongs to a sealed interface, so that it is written with its kind. */
  static boolean isKind(Class<?> type) {
    return Arrays.stream(type.getInterfaces()).anyMatch(i -> i.isSealed() || isKind(i));
  }

  /** The record that is meant where no kind is named, if there is one. */
  static Optional<Class<?>> unnamed(SortedMap<String, Class<?>> kinds) {
    return kinds.values().stream().filter(Kinds::isUnnamed).findFirst();
  }

  /** Whether a record is meant, and written, without a kind. */
  static boolean isUnnamed(Class<?> type) {
    return DefaultKind.class.isAssignableFrom(type);
  }

  /** The kind of a record. */
  static String name(Class<?> type) {
    return Names.snake(type.getSimpleName());
  }

  private static void collect(Class<?> type, SortedMap<String, Class<?>> kinds) {
    if (type.isSealed() && type.isInterface()) {
      for (Class<?> permitted : type.getPermittedSubclasses()) {
        if (!permitted.isInterface() || permitted.isSealed()) {
          collect(permitted, kinds);
        }
      }
    } else if (!type.isRecord()) {
      throw new IllegalStateException(
          "a config type must be a record or a sealed interface of records, got " + type.getName());
    } else {
      Class<?> other = kinds.put(name(type), type);
      if (other != null && other != type) {
        throw new IllegalStateException(
            "records of one sealed interface must differ in their simple name, got %s and %s"
                .formatted(other.getName(), type.getName()));
      }
    }
  }
}
