package org.sourcefree.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a record's constructor says of some values while others are not known: many guesses stand
 * for these, and what it says whatever the guess is of the values that are known.
 */
final class Guesses {
  private static final List<Double> USUAL = List.of(1.0, 0.0, 0.5, 20.0, 255.0, 1e6);

  private final Class<?> type;

  /** Guesses for a record's components. */
  Guesses(Class<?> type) {
    this.type = type;
  }

  /**
   * The fault of a value that is known, if there is one.
   *
   * @param values one for each component, empty where it is not known
   */
  Optional<String> fault(List<Optional<Object>> values) {
    Set<String> faults = new HashSet<>();
    for (double number : numbers(values)) {
      List<@Nullable Object> guessed = new ArrayList<>();
      for (int i = 0; i < values.size(); i++) {
        Class<?> component = type.getRecordComponents()[i].getType();
        guessed.add(values.get(i).orElse(guess(component, number)));
      }
      try {
        Records.create(type, guessed);
        return Optional.empty();
      } catch (IllegalArgumentException e) {
        faults.add(String.valueOf(e.getMessage()));
      } catch (RuntimeException e) {
        // What it needs of lists and records is not guessed.
        return Optional.empty();
      }
    }
    faults.removeIf(fault -> key(fault) < 0 || values.get(key(fault)).isEmpty());
    return faults.size() == 1 ? faults.stream().findFirst() : Optional.empty();
  }

  /** The component whose key a sentence begins with; −1 if it begins with none. */
  int key(String sentence) {
    String first = sentence.split("[^a-z0-9_]", 2)[0];
    for (int i = 0; i < type.getRecordComponents().length; i++) {
      if (Names.snake(type.getRecordComponents()[i].getName()).equals(first)) {
        return i;
      }
    }
    return -1;
  }

  /** Usual ones, and such as are right where values are compared with those that are known. */
  private static Set<Double> numbers(List<Optional<Object>> values) {
    Set<Double> numbers = new LinkedHashSet<>(USUAL);
    for (Optional<Object> value : values) {
      if (value.isPresent() && value.get() instanceof Number known) {
        for (int difference = -1; difference <= 1; difference++) {
          numbers.add(known.doubleValue() + difference);
        }
      }
    }
    return numbers;
  }

  private static @Nullable Object guess(Class<?> type, double number) {
    if (type == int.class) {
      return (int) number;
    } else if (type == long.class) {
      return (long) number;
    } else if (type == double.class) {
      return number;
    } else if (type == boolean.class) {
      return number > 0.5;
    } else if (type == Limit.class) {
      return new Limit(number);
    } else if (type == String.class) {
      return "a" + number;
    } else if (type == Path.class) {
      return Path.of("a" + number);
    }
    return type.isEnum()
        ? type.getEnumConstants()[Math.floorMod((int) number, type.getEnumConstants().length)]
        : null;
  }
}
