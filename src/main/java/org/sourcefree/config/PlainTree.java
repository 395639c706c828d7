package org.sourcefree.config;

import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Values as maps, lists, texts, numbers and booleans, keys in the order of the components. */
final class PlainTree {
  private PlainTree() {}

  /** The plain counterpart of a value; an Optional must not be empty. */
  static Object of(Object value) {
    if (value instanceof Limit limit) {
      return limit.isNone() ? Limit.WORD : (Object) limit.value();
    } else if (value instanceof Record) {
      return ofRecord(value);
    } else if (value instanceof Map<?, ?> map) {
      return ofMap(map);
    } else if (value instanceof List<?> list) {
      List<Object> elements = new ArrayList<>();
      list.forEach(element -> elements.add(of(element)));
      return elements;
    } else if (value instanceof Optional<?> optional && optional.isPresent()) {
      return of(optional.get());
    } else if (value instanceof Enum<?> constant) {
      return Names.snake(constant);
    } else if (value instanceof Path path) {
      return path.toString();
    } else if (value instanceof Number || value instanceof Boolean || value instanceof String) {
      return value;
    }
    throw new IllegalArgumentException(
        "a value to write must be a number, boolean, text, path, enum, record, List, Map or a"
            + " present Optional, got "
            + value.getClass().getName());
  }

  private static Map<String, Object> ofRecord(Object value) {
    Class<?> type = value.getClass();
    Map<String, Object> entries = new LinkedHashMap<>();
    if (Kinds.isKind(type) && !Kinds.isUnnamed(type)) {
      entries.put(Kinds.KEY, Kinds.name(type));
    }
    for (RecordComponent component : type.getRecordComponents()) {
      put(entries, Names.snake(component.getName()), Records.get(value, component));
    }
    return entries;
  }

  private static Map<String, Object> ofMap(Map<?, ?> map) {
    Map<String, Object> entries = new LinkedHashMap<>();
    map.forEach(
        (key, value) -> {
          if (!(key instanceof String text)) {
            throw new IllegalArgumentException("a map's keys must be texts, got " + key);
          }
          put(entries, text, value);
        });
    return entries;
  }

  private static void put(Map<String, Object> entries, String key, Object value) {
    if (!(value instanceof Optional<?> optional) || optional.isPresent()) {
      entries.put(key, of(value));
    }
  }
}
