package org.sourcefree.config;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The JSON Schema, draft-07, of what {@link ConfigReader} accepts for a type. It is read off the
 * same records as {@link Binder} fills, and the least and largest numbers are asked of their
 * constructors ({@link Bounds}); what else a constructor refuses is beyond it.
 */
final class SchemaGenerator {
  private static final String DRAFT = "http://json-schema.org/draft-07/schema#";
  private static final String PACKAGES = "org.sourcefree.";

  private final Javadoc javadoc = new Javadoc();
  private final Bounds bounds;
  private final SortedMap<String, Map<String, Object>> definitions = new TreeMap<>();

  private SchemaGenerator(Bounds bounds) {
    this.bounds = bounds;
  }

  /**
   * The schema of files that hold a type.
   *
   * @param type a record or a sealed interface of records
   */
  static Map<String, Object> of(Class<?> type, String title) {
    SchemaGenerator generator = new SchemaGenerator(Bounds.ofShippedConfigs());
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("$schema", DRAFT);
    schema.put("title", title);
    schema.putAll(generator.object(type));
    schema.put("definitions", generator.definitions);
    return schema;
  }

  private Map<String, Object> schema(Type type) {
    if (type instanceof ParameterizedType generic) {
      Type[] arguments = generic.getActualTypeArguments();
      if (generic.getRawType() == Optional.class) {
        return schema(arguments[0]);
      } else if (generic.getRawType() == List.class) {
        return ordered("type", "array", "items", schema(arguments[0]));
      } else if (generic.getRawType() == Map.class && arguments[0] == String.class) {
        return ordered("type", "object", "additionalProperties", schema(arguments[1]));
      }
    } else if (type instanceof Class<?> single && Scalars.covers(single)) {
      return scalar(single);
    } else if (type instanceof Class<?> single && (single.isRecord() || single.isSealed())) {
      return reference(single);
    }
    throw new IllegalStateException("no config component has the type " + type.getTypeName());
  }

  private Map<String, Object> scalar(Class<?> type) {
    if (type.isEnum()) {
      return ordered("enum", constants(type).keySet());
    } else if (type == String.class) {
      return ordered("type", "string");
    } else if (type == Path.class) {
      return ordered("type", "string", "minLength", 1);
    } else if (type == boolean.class || type == Boolean.class) {
      return ordered("type", "boolean");
    } else if (type == double.class || type == Double.class) {
      return ordered("type", "number");
    } else if (type == Limit.class) {
      return ordered("anyOf", List.of(ordered("type", "number"), ordered("const", Limit.WORD)));
    } else if (type == int.class || type == Integer.class) {
      return ordered("type", "integer", "minimum", Integer.MIN_VALUE, "maximum", Integer.MAX_VALUE);
    }
    return ordered("type", "integer");
  }

  private Map<String, Object> reference(Class<?> type) {
    String name = type.getName().replace(PACKAGES, "").replace('$', '.');
    if (!definitions.containsKey(name)) {
      definitions.put(name, Map.of());
      definitions.put(name, object(type));
    }
    return ordered("$ref", "#/definitions/" + name);
  }

  private Map<String, Object> object(Class<?> type) {
    return type.isRecord() ? record(type) : choice(type);
  }

  private Map<String, Object> record(Class<?> type) {
    Map<String, Object> properties = new LinkedHashMap<>();
    List<String> required = new ArrayList<>();
    if (Kinds.isKind(type)) {
      properties.put(Kinds.KEY, ordered("const", Kinds.name(type)));
      if (!Kinds.isUnnamed(type)) {
        required.add(Kinds.KEY);
      }
    }
    RecordComponent[] components = type.getRecordComponents();
    for (int i = 0; i < components.length; i++) {
      RecordComponent component = components[i];
      String key = Names.snake(component.getName());
      Map<String, Object> property = property(type, component);
      bound(property, type, i);
      properties.put(key, property);
      if (component.getType() != Optional.class) {
        required.add(key);
      }
    }
    Map<String, Object> schema = described(javadoc.of(type));
    schema.put("type", "object");
    schema.put("properties", properties);
    schema.put("required", required);
    schema.put("additionalProperties", false);
    return schema;
  }

  private void bound(Map<String, Object> property, Class<?> owner, int component) {
    boolean whole = "integer".equals(property.get("type"));
    if (whole || "number".equals(property.get("type"))) {
      property.putAll(bounds.of(owner, component, whole));
    } else if (property.get("anyOf") instanceof List<?> limit) {
      Map<String, Object> number = ordered("type", "number");
      number.putAll(bounds.of(owner, component, false));
      property.put("anyOf", List.of(number, limit.get(1)));
    }
  }

  private Map<String, Object> property(Class<?> owner, RecordComponent component) {
    Optional<String> text =
        javadoc
            .of(owner, component.getName())
            .or(() -> core(component.getGenericType()).flatMap(javadoc::of));
    Map<String, Object> property =
        described(joined(text, core(component.getGenericType()).map(this::explained)));
    property.putAll(schema(component.getGenericType()));
    return property;
  }

  /**
   * Says which record by if and then: an editor's complaint is then about the kind that was written
   * and not about all of them.
   */
  private Map<String, Object> choice(Class<?> type) {
    SortedMap<String, Class<?>> kinds = Kinds.of(type);
    List<Object> branches = new ArrayList<>();
    kinds.forEach(
        (name, kind) -> branches.add(ordered("if", chooses(name, kind), "then", reference(kind))));
    Map<String, Object> kind = described(Optional.of(explained(kinds)));
    kind.put("enum", List.copyOf(kinds.keySet()));
    Map<String, Object> schema = described(javadoc.of(type));
    schema.put("type", "object");
    schema.put("properties", ordered(Kinds.KEY, kind));
    if (Kinds.unnamed(kinds).isEmpty()) {
      schema.put("required", List.of(Kinds.KEY));
    }
    schema.put("allOf", branches);
    return schema;
  }

  /** What holds of a mapping that means the kind; without a key all properties are as they must. */
  private static Map<String, Object> chooses(String name, Class<?> kind) {
    Map<String, Object> named = ordered("properties", ordered(Kinds.KEY, ordered("const", name)));
    if (!Kinds.isUnnamed(kind)) {
      named.put("required", List.of(Kinds.KEY));
    }
    return named;
  }

  private String explained(SortedMap<String, Class<?>> kinds) {
    return kinds.entrySet().stream()
        .map(kind -> line(kind.getKey(), javadoc.of(kind.getValue())))
        .collect(Collectors.joining("\n"));
  }

  /** The values of an enum, each with what it is; nothing for other types. */
  private String explained(Class<?> type) {
    if (!type.isEnum()) {
      return "";
    }
    Map<String, Optional<String>> constants = constants(type);
    return constants.values().stream().allMatch(Optional::isEmpty)
        ? ""
        : constants.entrySet().stream()
            .map(constant -> line(constant.getKey(), constant.getValue()))
            .collect(Collectors.joining("\n"));
  }

  private Map<String, Optional<String>> constants(Class<?> type) {
    Map<String, Optional<String>> constants = new LinkedHashMap<>();
    for (Object constant : type.getEnumConstants()) {
      Enum<?> one = (Enum<?>) constant;
      constants.put(Names.snake(one), javadoc.of(type, one.name()));
    }
    return constants;
  }

  private static String line(String name, Optional<String> text) {
    return text.map(words -> name + ": " + words).orElse(name);
  }

  /** The class at the heart of a type: of {@code Optional<List<Term>>} it is Term. */
  static Optional<Class<?>> core(Type type) {
    if (type instanceof ParameterizedType generic) {
      Type[] arguments = generic.getActualTypeArguments();
      return core(arguments[arguments.length - 1]);
    }
    return type instanceof Class<?> single ? Optional.of(single) : Optional.empty();
  }

  private static Optional<String> joined(Optional<String> first, Optional<String> second) {
    List<String> lines =
        Arrays.asList(first.orElse(""), second.orElse("")).stream()
            .filter(line -> !line.isEmpty())
            .toList();
    return lines.isEmpty() ? Optional.empty() : Optional.of(String.join("\n", lines));
  }

  private static Map<String, Object> described(Optional<String> text) {
    Map<String, Object> schema = new LinkedHashMap<>();
    text.filter(words -> !words.isEmpty()).ifPresent(words -> schema.put("description", words));
    return schema;
  }

  /** A map of keys and values in turn, in their order. */
  private static Map<String, Object> ordered(Object... entries) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < entries.length; i += 2) {
      Object value = entries[i + 1];
      map.put(
          (String) entries[i], value instanceof Collection<?> values ? List.copyOf(values) : value);
    }
    return map;
  }
}
