package org.sourcefree.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoublePredicate;
import java.util.stream.Stream;
import org.sourcefree.experiment.Experiment;

/**
 * The numbers that records accept, asked of their constructors with values of the shipped configs:
 * each number of a record is replaced by others, alone and together with each of its neighbours, by
 * the same number and by 1, so that a comparison of the two is no bound.
 */
final class Bounds {
  private static final double SMALL = 1e-6;
  private static final int MOST_SAMPLES = 40;
  private static final List<Double> LARGE =
      List.of(
          1.0, 2.0, 3.0, 4.0, 5.0, 8.0, 10.0, 16.0, 32.0, 64.0, 100.0, 255.0, 1e3, 4096.0, 1e4, 1e5,
          1e6);

  private final Map<Class<?>, Set<Object>> samples = new LinkedHashMap<>();

  private Bounds() {}

  /** With the shipped configs' values. */
  static Bounds ofShippedConfigs() {
    Bounds bounds = new Bounds();
    try (Stream<Path> files = Files.walk(Path.of("configs"))) {
      for (Path file : files.filter(each -> each.toString().endsWith(".yaml")).sorted().toList()) {
        bounds.add(ConfigReader.read(file, List.of(), Experiment.class));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bounds;
  }

  private void add(Object value) {
    if (value instanceof Record) {
      Set<Object> known = samples.computeIfAbsent(value.getClass(), any -> new LinkedHashSet<>());
      if (known.size() < MOST_SAMPLES) {
        known.add(value);
      }
      for (RecordComponent component : value.getClass().getRecordComponents()) {
        add(Records.get(value, component));
      }
    } else if (value instanceof List<?> list) {
      list.forEach(this::add);
    } else if (value instanceof Optional<?> optional) {
      optional.ifPresent(this::add);
    }
  }

  /** What a schema says of a component's number; nothing where any, or no record, is known. */
  Map<String, Object> of(Class<?> type, int component, boolean whole) {
    Map<String, Object> bounds = new LinkedHashMap<>();
    DoublePredicate accepted = value -> accepts(type, component, value);
    double unit = whole ? 1 : SMALL;
    boolean known = LARGE.stream().anyMatch(accepted::test) || accepted.test(0.5);
    if (!known) {
      return bounds;
    }
    if (!accepted.test(-unit) && !accepted.test(-1) && !accepted.test(-1e6)) {
      if (accepted.test(0)) {
        bounds.put("minimum", 0);
      } else if (whole) {
        int least = 1;
        while (!accepted.test(least)) {
          least++;
        }
        bounds.put("minimum", least);
      } else {
        bounds.put("exclusiveMinimum", 0);
      }
    }
    for (double most : LARGE) {
      if (!accepted.test(most + unit)
          && LARGE.stream().noneMatch(m -> m > most && accepted.test(m))) {
        if (accepted.test(most)) {
          bounds.put("maximum", whole || most > 1 ? (Object) (long) most : (Object) 1);
        }
        break;
      }
    }
    return bounds;
  }

  private boolean accepts(Class<?> type, int component, double number) {
    for (Object sample : samples.getOrDefault(type, Set.of())) {
      List<Object> values = new ArrayList<>();
      for (RecordComponent each : type.getRecordComponents()) {
        values.add(Records.get(sample, each));
      }
      for (int neighbour = 0; neighbour < values.size(); neighbour++) {
        for (double other : new double[] {number, 1}) {
          List<Object> changed = new ArrayList<>(values);
          changed.set(neighbour, replaced(type, neighbour, values.get(neighbour), other));
          changed.set(component, replaced(type, component, values.get(component), number));
          if (isCreated(type, changed)) {
            return true;
          }
        }
        List<Object> changed = new ArrayList<>(values);
        changed.set(component, replaced(type, component, values.get(component), number));
        if (isCreated(type, changed)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isCreated(Class<?> type, List<Object> values) {
    try {
      Records.create(type, values);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** The number as a component holds it; the old value of a component that holds none. */
  private static Object replaced(Class<?> type, int component, Object old, double number) {
    RecordComponent changed = type.getRecordComponents()[component];
    if (changed.getType() == Optional.class) {
      return SchemaGenerator.core(changed.getGenericType())
          .flatMap(core -> number(core, number))
          .<Object>map(Optional::of)
          .orElse(old);
    }
    return number(changed.getType(), number).orElse(old);
  }

  private static Optional<Object> number(Class<?> type, double number) {
    if (type == int.class || type == Integer.class) {
      return Optional.of((int) number);
    } else if (type == long.class || type == Long.class) {
      return Optional.of((long) number);
    } else if (type == double.class || type == Double.class) {
      return Optional.of(number);
    }
    return type == Limit.class ? Optional.of(new Limit(number)) : Optional.empty();
  }
}
